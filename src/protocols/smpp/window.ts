import type { Outcome } from '../../domain/messages/outcome.ts';
import type { OutgoingPart } from '../../domain/routes/route.ts';
import { InFlight } from '../../kernel/in-flight.ts';
import { MAX_SEQUENCE } from './protocol.ts';

export interface Pending {
  readonly part: OutgoingPart;
  readonly writtenAt: number;
  readonly resolve: (outcome: Outcome) => void;
}

/** Whom a late answer concerns; bounded, since a carrier may never answer at all. */
const MAX_LATE = 100_000;

/**
 * What is in flight on one socket, by sequence number. All wait equally long, so the first in is the first to time out.
 * An answer is awaited for minutes at most, and numbers come again only after hours: none is ever in flight twice.
 */
export class Window {
  readonly #pending = new InFlight<Pending>();
  readonly #late = new Map<number, OutgoingPart>();
  /** Of all PDUs of ours: what the sequence numbers would be if they had no greatest. */
  #lastSerial: number;

  /** @param lastSequence the sequence number before the first */
  constructor(lastSequence = 0) {
    this.#lastSerial = lastSequence;
  }

  get size(): number {
    return this.#pending.size;
  }

  /** Of every PDU of ours on this socket (5.1.4). */
  nextSequence(): number {
    this.#lastSerial++;
    return sequenceOf(this.#lastSerial);
  }

  /** @param sequence one that `nextSequence` gave, after all that were added before */
  add(sequence: number, pending: Pending): void {
    this.#late.delete(sequence);
    this.#pending.add(this.#serialOf(sequence), pending);
  }

  /** The one that this answer is for, not awaited any more. */
  take(sequence: number): Pending | undefined {
    return this.#pending.take(this.#serialOf(sequence));
  }

  /** The part whose answer came after its time-out. */
  takeLate(sequence: number): OutgoingPart | undefined {
    const part = this.#late.get(sequence);
    if (part !== undefined) this.#late.delete(sequence);
    return part;
  }

  oldest(): Pending | undefined {
    return this.#pending.oldest();
  }

  /** Those written at `writtenUntil` or before, taken out; their answers are late from now on. */
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

  /** All, taken out, in order. */
  drain(): readonly Pending[] {
    this.#late.clear();
    return this.#pending.drain();
  }

  /** The latest PDU that had this number; below 1 if none had. */
  #serialOf(sequence: number): number {
    const last = sequenceOf(this.#lastSerial);
    return this.#lastSerial - ((last - sequence + MAX_SEQUENCE) % MAX_SEQUENCE);
  }
}

const sequenceOf = (serial: number): number => ((serial - 1) % MAX_SEQUENCE) + 1;
