import type { Outcome } from '../../domain/outcome.ts';
import type { OutgoingPart } from '../../domain/route.ts';
import { MAX_SEQUENCE } from './protocol.ts';

export interface Pending {
  readonly part: OutgoingPart;
  readonly writtenAt: number;
  readonly resolve: (outcome: Outcome) => void;
}

/** Whom a late answer concerns; bounded, since a carrier may never answer at all. */
const MAX_LATE = 100_000;

/**
 * What is in flight on one socket, by sequence number. All wait equally long, so the first in is the first to time
 * out, and a Map keeps that order.
 */
export class Window {
  readonly #pending = new Map<number, Pending>();
  readonly #late = new Map<number, OutgoingPart>();
  #lastSequence: number;

  /** @param lastSequence the sequence number before the first */
  constructor(lastSequence = 0) {
    this.#lastSequence = lastSequence;
  }

  get size(): number {
    return this.#pending.size;
  }

  /** Of every PDU of ours on this socket (5.1.4): never one that is still awaited. */
  nextSequence(): number {
    do {
      this.#lastSequence = this.#lastSequence === MAX_SEQUENCE ? 1 : this.#lastSequence + 1;
    } while (this.#pending.has(this.#lastSequence));
    return this.#lastSequence;
  }

  add(sequence: number, pending: Pending): void {
    this.#late.delete(sequence);
    this.#pending.set(sequence, pending);
  }

  /** The one that this answer is for, not awaited any more. */
  take(sequence: number): Pending | undefined {
    const pending = this.#pending.get(sequence);
    if (pending !== undefined) this.#pending.delete(sequence);
    return pending;
  }

  /** The part whose answer came after its time-out. */
  takeLate(sequence: number): OutgoingPart | undefined {
    const part = this.#late.get(sequence);
    if (part !== undefined) this.#late.delete(sequence);
    return part;
  }

  oldest(): Pending | undefined {
    for (const pending of this.#pending.values()) return pending;
    return undefined;
  }

  /** Those written at `writtenUntil` or before, taken out; their answers are late from now on. */
  expire(writtenUntil: number): readonly Pending[] {
    const expired: Pending[] = [];
    for (const [sequence, pending] of this.#pending) {
      if (pending.writtenAt > writtenUntil) break;
      this.#pending.delete(sequence);
      expired.push(pending);
      this.#late.set(sequence, pending.part);
      if (this.#late.size > MAX_LATE) this.#late.delete(this.#late.keys().next().value ?? 0);
    }
    return expired;
  }

  /** All, taken out, in order. */
  drain(): readonly Pending[] {
    const all = [...this.#pending.values()];
    this.#pending.clear();
    this.#late.clear();
    return all;
  }
}
