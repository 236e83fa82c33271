import type { MessageId } from '../domain/message-id.ts';
import type { Flight } from './flight.ts';

// A late answer comes on the link that the part left by, so what is that old is answered no more.
const MOST_OVER = 10_000;

/** Flights with a part that had no answer: only these an answer can be late for. Those that are over are bounded in number. */
export class Doubts {
  readonly #open = new Map<MessageId, Flight>();
  readonly #over = new Map<MessageId, Flight>();

  /** Flights that are not over. */
  get open(): number {
    return this.#open.size;
  }

  add(flight: Flight): void {
    const { id } = flight.message;
    this.forget(id);
    if (flight.phase !== 'over') {
      this.#open.set(id, flight);
      return;
    }
    this.#over.set(id, flight);
    const [oldest] = this.#over.keys();
    if (this.#over.size > MOST_OVER && oldest !== undefined) this.#over.delete(oldest);
  }

  of(id: MessageId): Flight | undefined {
    return this.#open.get(id) ?? this.#over.get(id);
  }

  forget(id: MessageId): void {
    this.#open.delete(id);
    this.#over.delete(id);
  }
}
