import type { Outcome } from '../../domain/messages/outcome.ts';
import type { OutgoingPart } from '../../domain/routes/route.ts';
import { InFlight } from '../../kernel/in-flight.ts';
import { MAX_SEQUENCE } from './protocol.ts';

export interface Pending {
  readonly part: OutgoingPart;
  /** By the clock's elapsed time. */
  readonly writtenAt: number;
  readonly resolve: (outcome: Outcome) => void;
}

/** The largest number of timed-out submits that are remembered for a late answer: a carrier may never answer at all. */
const MAX_LATE = 100_000;

/**
 * The submits in flight on one socket, by sequence number. All submits have the same time-out, so the oldest expires
 * first. A sequence number is used again only after hours, long after its time-out, so it is never in flight twice.
 */
export class Window {
  readonly #pending = new InFlight<Pending>();
  readonly #late = new Map<number, OutgoingPart>();
  /**
   * The number of PDUs that the gateway has sent on this socket: the last sequence number without its wrap at
   * `MAX_SEQUENCE`.
   */
  #lastSerial: number;

  /** @param lastSequence the sequence number before the first one that `nextSequence` gives */
  constructor(lastSequence = 0) {
    this.#lastSerial = lastSequence;
  }

  get size(): number {
    return this.#pending.size;
  }

  /** The sequence number for the gateway's next PDU on this socket (3.4, 5.1.4). */
  nextSequence(): number {
    this.#lastSerial++;
    return sequenceOf(this.#lastSerial);
  }

  /** @param sequence a number from `nextSequence`, given after those of the submits that were added earlier */
  add(sequence: number, pending: Pending): void {
    this.#late.delete(sequence);
    this.#pending.add(this.#serialOf(sequence), pending);
  }

  /** Removes and returns the submit that this answer is for; undefined if no submit with this number is in flight. */
  take(sequence: number): Pending | undefined {
    return this.#pending.take(this.#serialOf(sequence));
  }

  /** Removes and returns the part of a submit that timed out before this answer came; undefined if there is none. */
  takeLate(sequence: number): OutgoingPart | undefined {
    const part = this.#late.get(sequence);
    if (part !== undefined) this.#late.delete(sequence);
    return part;
  }

  oldest(): Pending | undefined {
    return this.#pending.oldest();
  }

  /**
   * Removes and returns the submits that were written at `writtenUntil` or before, by the clock's elapsed time; their
   * answers count as late from now on.
   */
  expire(writtenUntil: number): readonly Pending[] {
    const expired: Pending[] = [];
    for (;;) {
      const serial = this.#pending.oldestNumber();
      const pending = this.#pending.oldest();
      if (serial === undefined || pending === undefined || pending.writtenAt > writtenUntil) return expired;
      this.#pending.take(serial);
      expired.push(pending);
      this.#late.set(sequenceOf(serial), pending.part);
      if (this.#late.size > MAX_LATE) this.#late.delete(this.#late.keys().next().value ?? 0);
    }
  }

  /** Removes and returns all submits in flight, the oldest first. */
  drain(): readonly Pending[] {
    this.#late.clear();
    return this.#pending.drain();
  }

  /**
   * The value that `#lastSerial` had when the latest PDU with this sequence number was sent; below 1 if there was none.
   */
  #serialOf(sequence: number): number {
    const last = sequenceOf(this.#lastSerial);
    return this.#lastSerial - ((last - sequence + MAX_SEQUENCE) % MAX_SEQUENCE);
  }
}

const sequenceOf = (serial: number): number => ((serial - 1) % MAX_SEQUENCE) + 1;
