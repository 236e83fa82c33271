import type { MessageId } from '../../domain/messages/message-id.ts';
import type { Suspect } from '../../domain/messages/outcome.ts';
import type { Quarantine } from '../../domain/routes/route.ts';

/**
 * Pauses before the trials of a quarantined route, ms; the last one repeats. A silent route keeps its trial's message.
 */
const PAUSES_MS: Readonly<Record<Suspect, readonly [number, ...number[]]>> = {
  quick: [5000, 10_000, 20_000, 30_000],
  silent: [30_000, 60_000, 120_000],
};
/** The pause while no other route is usable, ms. */
const LAST_RESORT_MS = 1000;
/** The weight of the newest answer in the share of answers that accept. */
const NEWEST = 0.2;
/**
 * The messages that are remembered of a carrier that refuses all and isn't quarantined, since no other route has proven
 * it wrong. Another route is asked soon after, so that the newest ones are those that may prove it.
 */
const MOST_IN_A_ROW = 1000;
/** A route keeps a little of its weight, so that it isn't the last choice for ever. */
const LEAST_SHARE = 0.05;

interface SetAside extends Quarantine {
  readonly kind: Suspect;
  /** How many messages in a row led to it: 1 for a route whose last quarantine ended just before. */
  readonly after: number;
}

/**
 * Whether a route's answers are to be trusted. A route that refuses several different messages in a row, or doesn't
 * answer them, is sick and is quarantined; then single messages try it. Pure: the clock's elapsed time is an argument.
 */
export class Standing {
  readonly #after: number;
  readonly #needsProof: boolean;
  /** The different messages that the route has refused or not answered since it last accepted one. */
  readonly #inARow = new Set<MessageId>();
  #isProvenWrong: boolean;
  #setAside: SetAside | undefined;
  #triedAt = 0;
  #nextTrialAt = 0;
  #trial: MessageId | undefined;
  #trials = 0;
  #onProbation = false;
  #hasAccepted = false;
  #share = 1;

  /**
   * @param after how many different messages in a row make the route sick
   * @param needsProof whether another route must have accepted one of them
   */
  constructor(after: number, needsProof: boolean) {
    this.#after = after;
    this.#needsProof = needsProof;
    this.#isProvenWrong = !needsProof;
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

  /**
   * Whether the route may not be used now: it is quarantined, and its next trial isn't due.
   *
   * @param isLastResort whether no other route is usable
   */
  isAside(now: number, isLastResort: boolean): boolean {
    if (this.#setAside === undefined) return false;
    const nextAt = isLastResort
      ? Math.min(this.#nextTrialAt, this.#triedAt + LAST_RESORT_MS)
      : this.#nextTrialAt;
    return now < nextAt;
  }

  /** How many parts the route may have in flight; infinite for a route that isn't suspected. */
  mostAt(now: number, isLastResort: boolean): number {
    if (this.#setAside !== undefined) return this.isAside(now, isLastResort) ? 0 : 1;
    if (!this.#isProvenWrong) return Number.POSITIVE_INFINITY;
    const suspected = this.#inARow.size;
    // Half of the way to a quarantine, the route gets no more messages than that needs: each takes a detour.
    return suspected * 2 >= this.#after - 1 && suspected > 0
      ? Math.max(1, this.#after - suspected)
      : Number.POSITIVE_INFINITY;
  }

  /** To be called when a part is handed to the route. */
  handedOver(id: MessageId, now: number, isLastResort: boolean): void {
    // What was claimed before the quarantine began is no trial.
    if (this.#setAside === undefined || this.isAside(now, isLastResort)) return;
    this.#trial = id;
    this.#pause(this.#setAside.kind, now);
  }

  /** Returns whether that ended the route's quarantine. */
  accepted(): boolean {
    this.#hasAccepted = true;
    this.#share += (1 - this.#share) * NEWEST;
    const wasAside = this.#forgive();
    this.#onProbation = wasAside;
    return wasAside;
  }

  /**
   * Takes an answer that makes the route suspect. Returns whether that began a quarantine.
   *
   * @param why the quarantine, if the answer begins one
   */
  suspected(id: MessageId, kind: Suspect, why: Quarantine, now: number): boolean {
    this.#share -= this.#share * NEWEST;
    if (this.#setAside !== undefined) {
      // Answers to what was under way when the quarantine began say nothing new.
      if (id === this.#trial) {
        this.#trials++;
        this.#pause(kind, now);
      }
      return false;
    }
    this.#inARow.add(id);
    const [oldest] = this.#inARow;
    if (this.#inARow.size > MOST_IN_A_ROW && oldest !== undefined) this.#inARow.delete(oldest);
    const after = this.#onProbation ? 1 : this.#after;
    if (this.#inARow.size < after || !(this.#isProvenWrong || this.#onProbation)) return false;
    this.#setAside = { ...why, kind, after };
    this.#pause(kind, now);
    return true;
  }

  /** Another route has accepted a message that this one refused. */
  provenWrong(id: MessageId): void {
    if (this.#inARow.has(id)) this.#isProvenWrong = true;
  }

  /**
   * Another route has refused this message too, so the message is to blame. Returns whether that ended the route's
   * quarantine.
   */
  acquitted(id: MessageId): boolean {
    if (!this.#inARow.delete(id) || this.#setAside === undefined) return false;
    return this.#inARow.size < this.#setAside.after && this.#forgive();
  }

  /** Trusts the route again, since an operator says so. Returns whether that ended its quarantine. */
  restore(): boolean {
    this.#onProbation = false;
    return this.#forgive();
  }

  #forgive(): boolean {
    const wasAside = this.#setAside !== undefined;
    // clear() allocates a new table, even for an empty set, and nearly every accepted part finds the set empty.
    if (this.#inARow.size > 0) this.#inARow.clear();
    this.#isProvenWrong = !this.#needsProof;
    this.#setAside = undefined;
    this.#trial = undefined;
    this.#trials = 0;
    return wasAside;
  }

  #pause(kind: Suspect, now: number): void {
    const pauses = PAUSES_MS[kind];
    this.#triedAt = now;
    this.#nextTrialAt = now + (pauses[Math.min(this.#trials, pauses.length - 1)] ?? pauses[0]);
  }
}
