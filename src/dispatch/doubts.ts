import type { MessageId } from '../domain/message-id.ts';
import type { Flight } from './flight.ts';

// A late answer comes on the link that the part left by, so what is that old is answered no more.
const MOST_LANDED = 10_000;

/**
 * Flights with a part that had no answer: only these an answer can be late for. Those that no route has any more are
 * bounded in number.
 */
export class Doubts {
  readonly #flying = new Map<MessageId, Flight>();
  readonly #landed = new Map<MessageId, Flight>();

  get flying(): number {
    return this.#flying.size;
  }

  /** Again whenever its phase changes. */
  add(flight: Flight): void {
    const { id } = flight.message;
    this.forget(id);
    if (flight.phase === 'flying') {
      this.#flying.set(id, flight);
      return;
    }
    this.#landed.set(id, flight);
    const [oldest] = this.#landed.keys();
    if (this.#landed.size > MOST_LANDED && oldest !== undefined) this.#landed.delete(oldest);
  }

  of(id: MessageId): Flight | undefined {
    return this.#flying.get(id) ?? this.#landed.get(id);
  }

  forget(id: MessageId): void {
    this.#flying.delete(id);
    this.#landed.delete(id);
  }
}
