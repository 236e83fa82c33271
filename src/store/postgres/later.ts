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
