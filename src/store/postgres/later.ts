import type { Written } from '../db.ts';
import { PostgresError } from './thread/blocking-client.ts';
import type { Answer, Request } from './thread/protocol.ts';

/** A statement that is sent together with the next one whose answer is needed. */
export class Later implements Written {
  readonly request: Request;
  readonly #send: () => void;
  #answer: Answer | undefined;

  constructor(request: Request, send: () => void) {
    this.request = request;
    this.#send = send;
  }

  answered(answer: Answer): void {
    this.#answer = answer;
  }

  get changes(): number {
    return this.answer.changes;
  }

  get answer(): Answer {
    if (this.#answer === undefined) this.#send();
    if (this.#answer === undefined) throw new PostgresError('the transaction was given up', '25P02', false);
    return this.#answer;
  }
}

/** How many requests wait at most, and how many values they have: what waits is held in memory twice. */
const [MOST, MOST_VALUES] = [500, 20_000];

/** Requests that wait to be sent with the next one whose answer is read. */
export class WaitingRequests {
  #all: Later[] = [];
  #values = 0;

  get areAny(): boolean {
    return this.#all.length > 0;
  }

  get areMany(): boolean {
    return this.#all.length >= MOST || this.#values >= MOST_VALUES;
  }

  put(one: Later): void {
    this.#all.push(one);
    this.#values += one.request.values?.length ?? 0;
  }

  /** Gives all, of which none waits any more. */
  take(): readonly Later[] {
    const all = this.#all;
    this.#all = [];
    this.#values = 0;
    return all;
  }
}
