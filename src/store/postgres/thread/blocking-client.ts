import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { StoreLost } from '../../db.ts';
import type { Answer, Asked, ConnectionOptions, Replied, Request } from './protocol.ts';

/** A statement that PostgreSQL refused, or that could not be asked. */
export class PostgresError extends Error {
  /** PostgreSQL's SQLSTATE. */
  readonly code: string;
  /** Whether the connection is lost, and everything that the transaction did with it. */
  readonly isLost: boolean;

  constructor(message: string, code: string, isLost: boolean) {
    super(message);
    this.code = code;
    this.isLost = isLost;
  }
}

/** The connection gives up sooner than this, ms: only a thread that is dead does not answer for so long. */
const LONGEST_MS = 120_000;
/** How often it is told that the server does not answer, ms. */
const STEP_MS = 500;

const NOTHING = new Int32Array(new SharedArrayBuffer(4));
const DEAD = 'the thread of the connection does not answer';

/** Threads whose connection has ended. To start one takes longer than all that a short command asks the server. */
const idle: BlockingClient[] = [];

/**
 * Asks the server, and lets the calling thread wait for the reply. The rules of the store read and write in the middle
 * of what they decide, so they are written once, for a store that answers at once. Only a thread of the database calls
 * this; a second thread has the connection.
 */
export class BlockingClient {
  readonly #port: MessageChannel['port1'];
  readonly #replied = new Int32Array(new SharedArrayBuffer(8));
  /** How often the server has shown that it lives while an answer took long. */
  #heard = 0;
  /** Whether a reply has not come: the next one would be taken for it. */
  #isDead = false;
  #waitedMs = 0;
  /** `#waitedMs` at the last answer of the server. */
  #answeredAt = 0;
  #whileSilent: (silentMs: number) => void = () => undefined;
  #whenTold: (from: string) => void = () => undefined;

  private constructor() {
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    const worker = new Worker(new URL('./connection-thread.ts', import.meta.url), {
      workerData: { port: port2, replied: this.#replied },
      transferList: [port2],
    });
    worker.on('message', (from: string) => this.#whenTold(from));
    // The thread of the database ends when its own channel is closed.
    worker.unref();
    port1.unref();
  }

  /** Gives one that is not connected yet. */
  static take(): BlockingClient {
    return idle.pop() ?? new BlockingClient();
  }

  /** How long the caller has waited for the server since the start, in steps of half a second, ms. */
  get waitedMs(): number {
    return this.#waitedMs;
  }

  /** @param told is called every half second that the caller waits, with the ms since the server answered last */
  whileSilent(told: (silentMs: number) => void): void {
    this.#whileSilent = told;
  }

  /** @param told is called with what another connection tells, once this thread does not wait for an answer */
  whenTold(told: (from: string) => void): void {
    this.#whenTold = told;
  }

  /** Lets the calling thread wait before it asks again. */
  pause(): void {
    Atomics.wait(NOTHING, 0, 0, STEP_MS);
    this.#step();
  }

  /**
   * Connects, also again after the connection was lost.
   * @throws PostgresError if the server can't be reached
   */
  connect(options: ConnectionOptions): void {
    this.#ask({ connect: options });
  }

  /**
   * Runs statements one after another.
   * @throws PostgresError of the first one that fails
   */
  query(all: readonly Request[]): readonly Answer[] {
    const answers = this.#ask(all);
    this.#answeredAt = this.#waitedMs;
    return answers;
  }

  /** Ends the connection. Nothing may be asked any more. */
  end(): void {
    if (this.#isDead) return;
    this.#ask('end');
    this.#whileSilent = () => undefined;
    this.#whenTold = () => undefined;
    idle.push(this);
  }

  #ask(asked: Asked): readonly Answer[] {
    if (this.#isDead) throw new StoreLost(DEAD);
    this.#port.postMessage(asked);
    const reply = this.#nextReply(
      Array.isArray(asked) && asked.some((one: Request) => one.isPatient === true),
    );
    if ('answers' in reply) return reply.answers;
    const { message, code, isLost } = reply.refusal;
    throw new PostgresError(message, code, isLost);
  }

  #nextReply(isPatient: boolean): Replied {
    for (let steps = 0; !this.#isDead; ) {
      const count = Atomics.load(this.#replied, 0);
      const message = receiveMessageOnPort(this.#port)?.message as Replied | undefined;
      if (message !== undefined) return message;
      // The notice of an earlier reply may end the wait, so the reply itself decides.
      const ended = Atomics.wait(this.#replied, 0, count, STEP_MS);
      if (ended !== 'timed-out' || Atomics.load(this.#replied, 0) !== count) continue;
      this.#step();
      if (!isPatient && ++steps * STEP_MS >= LONGEST_MS) this.#isDead = true;
    }
    throw new StoreLost(DEAD);
  }

  #step(): void {
    this.#waitedMs += STEP_MS;
    const heard = Atomics.load(this.#replied, 1);
    if (heard !== this.#heard) this.#answeredAt = this.#waitedMs;
    this.#heard = heard;
    this.#whileSilent(this.#waitedMs - this.#answeredAt);
  }
}
