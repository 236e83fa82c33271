import { sizeOfBatch } from './batch-size.ts';
import { type Call, type OperationName, UNDER_WAY } from './protocol.ts';
import { packCall } from './wire/packing.ts';

/** Who waits for the answer to a call. */
export interface Caller {
  readonly name: OperationName;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

interface Taken {
  readonly calls: readonly Call[];
  readonly rows: number;
  readonly callers: readonly Caller[];
}

/** The calls of one kind that wait to be sent in a batch. */
export class Gathering {
  readonly urgent: boolean;
  readonly #mostUnderWay: number;
  #calls: Call[] = [];
  #callers: Caller[] = [];
  /** The number of batches of this kind that were sent and not answered. */
  #underWay = 0;

  constructor(kind: keyof typeof UNDER_WAY) {
    this.#mostUnderWay = UNDER_WAY[kind];
    this.urgent = kind === 'urgent';
  }

  get isEmpty(): boolean {
    return this.#calls.length === 0;
  }

  /** Whether a batch may be sent now. */
  get mayPost(): boolean {
    return !this.isEmpty && this.#underWay < this.#mostUnderWay;
  }

  put(call: Call, caller: Caller): void {
    this.#calls.push(call);
    this.#callers.push(caller);
  }

  /** Takes out the next batch, which is under way then. */
  take(): Taken {
    const { calls: count, rows } = sizeOfBatch(this.#calls);
    // Both lists are cut after the calls are packed, so that they go on together if one can't be.
    const calls = this.#calls.slice(0, count).map(packCall);
    this.#calls.splice(0, count);
    this.#underWay++;
    return { calls, rows, callers: this.#callers.splice(0, count) };
  }

  /** A batch was answered. */
  answered(): void {
    this.#underWay--;
  }

  /** Takes out all calls that were not sent, and returns who waits for them. */
  drain(): readonly Caller[] {
    this.#calls = [];
    return this.#callers.splice(0);
  }
}
