import type { MessageId } from '../../domain/messages/message-id.ts';
import type { Suspect } from '../../domain/messages/outcome.ts';
import type { Quarantine } from '../../domain/routes/route.ts';

/** Pauses before the trials of a quarantined route, ms; the last one repeats. A silent route keeps its trial's message. */
const PAUSES_MS: Readonly<Record<Suspect, readonly [number, ...number[]]>> = {
  quick: [5000, 10_000, 20_000, 30_000],
  silent: [30_000, 60_000, 120_000],
};
/** The weight of the newest answer in the share of answers that accept. */
const NEWEST = 0.2;
/** A route keeps a little of its weight, so that it isn't the last choice for ever. */
const LEAST_SHARE = 0.05;

interface SetAside extends Quarantine {
  readonly kind: Suspect;
  /** How many messages in a row led to it: 1 for a route whose last quarantine ended just before. */
  readonly after: number;
}

/**
 * Whether a route's answers are to be trusted. A route that refuses several different messages in a row, or doesn't
 * answer them, is sick and is quarantined; then single messages try it. Pure: time is an argument, in ms.
 */
export class Standing {
  readonly #after: number;
  /** The different messages that the route has refused or not answered since it last accepted one. */
  readonly #inARow = new Set<MessageId>();
  #setAside: SetAside | undefined;
  #nextTrialAt = 0;
  #trials = 0;
  #onProbation = false;
  #hasAccepted = false;
  #share = 1;

  /** @param after how many different messages in a row make the route sick */
  constructor(after: number) {
    this.#after = after;
  }

  get quarantine(): Quarantine | undefined {
    if (this.#setAside === undefined) return undefined;
    const { since, reason } = this.#setAside;
    return { since, reason };
  }

  /** Whether a refusal by this route counts as a word about the message: it has accepted others, and isn't sick. */
  get isProven(): boolean {
    return this.#hasAccepted && this.#setAside === undefined;
  }

  /** The share of the last answers that accepted a part: above 0, at most 1. */
  get share(): number {
    return Math.max(LEAST_SHARE, this.#share);
  }

  /** Whether the route may not be used now: it is quarantined, and its next trial isn't due. */
  isAside(now: number): boolean {
    return this.#setAside !== undefined && now < this.#nextTrialAt;
  }

  /** How many parts the route may have in flight; infinite for a route that isn't suspected. */
  mostAt(now: number): number {
    if (this.#setAside !== undefined) return this.isAside(now) ? 0 : 1;
    const suspected = this.#inARow.size;
    // Half of the way to a quarantine, the route gets no more messages than that needs: each takes a detour.
    return suspected * 2 >= this.#after - 1 && suspected > 0
      ? this.#after - suspected
      : Number.POSITIVE_INFINITY;
  }

  /** To be called when a part is handed to the route. */
  handedOver(now: number): void {
    if (this.#setAside !== undefined) this.#pause(this.#setAside.kind, now);
  }

  /** Returns whether that ended the route's quarantine. */
  accepted(): boolean {
    this.#hasAccepted = true;
    this.#share += (1 - this.#share) * NEWEST;
    this.#inARow.clear();
    const wasAside = this.#setAside !== undefined;
    this.#onProbation = wasAside;
    this.#setAside = undefined;
    this.#trials = 0;
    return wasAside;
  }

  /** Takes an answer that makes the route suspect. Returns whether that began a quarantine. */
  suspected(id: MessageId, kind: Suspect, reason: string, now: number): boolean {
    this.#share -= this.#share * NEWEST;
    if (this.#setAside !== undefined) {
      this.#trials++;
      this.#pause(kind, now);
      return false;
    }
    this.#inARow.add(id);
    const after = this.#onProbation ? 1 : this.#after;
    if (this.#inARow.size < after) return false;
    this.#setAside = { since: now, reason, kind, after };
    this.#pause(kind, now);
    return true;
  }

  /**
   * Another route has refused this message too, so the message is to blame. Returns whether that ended the route's
   * quarantine.
   */
  acquitted(id: MessageId): boolean {
    if (!this.#inARow.delete(id) || this.#setAside === undefined) return false;
    if (this.#inARow.size >= this.#setAside.after) return false;
    this.#setAside = undefined;
    this.#trials = 0;
    return true;
  }

  #pause(kind: Suspect, now: number): void {
    const pauses = PAUSES_MS[kind];
    this.#nextTrialAt = now + (pauses[Math.min(this.#trials, pauses.length - 1)] ?? pauses[0]);
  }
}
