import type { MessageId } from '../../domain/messages/message-id.ts';
import type { Flight } from './flight.ts';

// A late answer comes on the link by which its part left. Once this many flights followed, no late answer is expected.
const MOST_LANDED = 10_000;

/**
 * Flights with a part that had no answer in time, so that a late answer finds its flight. Of flights that no route has
 * any more, the newest 10,000 are kept.
 */
export class Doubts {
  readonly #flying = new Map<MessageId, Flight>();
  readonly #landed = new Map<MessageId, Flight>();

  get flying(): number {
    return this.#flying.size;
  }

  /** To be called again whenever the phase of the flight changes. */
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

  /** Forgets the flight of the message, and returns it. */
  take(id: MessageId): Flight | undefined {
    const flight = this.of(id);
    this.forget(id);
    return flight;
  }

  /**
   * Whether the store has this part as unanswered, and only a note can tell it of a late refusal, since a route still
   * has the message, in doubt.
   */
  isUntold({ message, partStates, unreported }: Flight, part: number): boolean {
    const partState = partStates[part - 1];
    const isAccepted = partState !== 'waiting' && partState?.kind === 'accepted';
    return (
      this.#flying.get(message.id)?.partStates === partStates && !isAccepted && !unreported.includes(part)
    );
  }

  forget(id: MessageId): void {
    this.#flying.delete(id);
    this.#landed.delete(id);
  }
}
