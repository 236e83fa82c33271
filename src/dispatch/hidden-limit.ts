const FLOOR_RATE = 1;
/** Above it nobody limits: the rate is without bound again. */
const NO_LIMIT = 100_000;
/** Of the believed limit, used while it isn't probed. */
const CRUISE = 0.99;
/** Refusals nearer to one another than this are one episode. */
const EPISODE_MS = 1000;
const RENEW_MS = 1500;
const PLATEAU_MS = 1200;
/**
 * And no longer than that, whatever was refused before: what was refused at 500/s would be made good for minutes at 1/s.
 * Below some 12/s more than 1 % may be refused for it, one part in ten seconds.
 */
const LONGEST_PLATEAU_MS = 10_000;
/** Parts accepted for each refused one before the limit is tried again: under 1 % are refused. */
const PARTS_A_REFUSAL = 125;
const MOST_DEBT = 250;
/** After a guess, and a round trip: long enough for what is above the limit to be refused. */
const SETTLING_MS = 300;
const GENTLE_MS = 600;
const FEW_PARTS = 4;
const DOUBLING_MS = 150;
const GENTLE_PER_SECOND = 0.05;
/** Where 5 % is less than a part: so many parts a second, each second. */
const GENTLE_PARTS = 5;
const STEP_DOWN = 0.99;
const MOST_AT_ONCE = 0.85;

interface Mark {
  readonly at: number;
  readonly accepted: number;
}

/**
 * The limit that a carrier doesn't tell, found from its refusals (ESME_RTHROTTLED, ESME_RMSGQFUL). Pure, in ms.
 *
 * The method is that of BIC and CUBIC (RFC 9438, section 4): the last limit is remembered, the rate stays on a plateau
 * just under it, then probes gently above it, and accelerates only once that went well; between a rate that is proven
 * and one that was refused the next is sought in the middle. AIMD alone would not do: it saws between half the limit
 * and the limit, which can't be 95 % of it, and adds the same whether the limit is 20 or 2,000. CUBIC's decrease to
 * 70 % makes room in a queue; here there is none to empty, and the carrier says more than TCP's does: whenever it
 * refuses, its allowance is used up, so that what it accepted between two refusals, over the time between them, is its
 * limit, whatever was tried meanwhile. So the decrease goes to what was measured.
 *
 * Each probe costs refusals, and under 1 % of the parts may be refused: a lifted limit of 20 per second is found
 * out after 125 parts, one of 100 and more after 1.2 s, and any after 10 s.
 */
export class HiddenLimit {
  #limit: number | undefined;
  #proven = 0;
  #rate: number | undefined;
  /** Parts before it left at an older rate: their refusals say nothing of this one. */
  #firstSerial = 0;
  #accepted = 0;
  #lastRefusal: Mark | undefined;
  #episode: Mark | undefined;
  #cut: Mark | undefined;
  #before: Mark | undefined;
  /** Parts to be accepted before the limit is tried again. */
  #debt = 0;
  #plateauMs = 0;
  #probeMs = 0;
  #roundTripMs = 0;
  /** How much of what a probe reached is believed, 0 to 0.5: little where a carrier lets unused parts be made up for. */
  #trust = 0.25;
  #trusted = false;
  /** Refused once only, so that it may as well be far too low. */
  #guessed = false;

  /** Parts per second; undefined while no limit shows. */
  get rate(): number | undefined {
    return this.#rate;
  }

  accepted(): void {
    this.#accepted++;
    this.#debt = Math.max(0, this.#debt - 1);
  }

  /**
   * The part was refused.
   * @param latest the serial of the part that leaves next
   * @param measured parts per second accepted lately; what is believed of a carrier that never refused before
   * @param latencyMs from this part's leaving to its answer
   */
  refused(serial: number, latest: number, now: number, measured: number, latencyMs: number): void {
    const begins = this.#lastRefusal === undefined || now - this.#lastRefusal.at > EPISODE_MS;
    const mark = { at: now, accepted: this.#accepted };
    if (begins) {
      this.#before = this.#lastRefusal;
      this.#episode = mark;
    }
    this.#lastRefusal = mark;
    this.#debt = Math.min(this.#debt + PARTS_A_REFUSAL, MOST_DEBT);
    if (serial < this.#firstSerial) return;
    this.#roundTripMs = latencyMs;
    this.#limit = Math.max(FLOOR_RATE, this.#lower(begins, now, measured));
    this.#rate = this.#limit * CRUISE;
    this.#firstSerial = latest;
    // Under refusals that never end the limit may have changed: what was accepted long ago says nothing.
    if (this.#episode !== undefined && now - this.#episode.at > RENEW_MS) this.#episode = this.#cut;
    this.#cut = mark;
    this.#plateauMs = 0;
    this.#probeMs = 0;
  }

  /** So much time passed in which this rate, and nothing else, held parts back. @param most where it ends, parts/s */
  pass(elapsedMs: number, most: number | undefined): void {
    if (this.#limit === undefined) return;
    if (this.#probeMs === 0) {
      this.#plateauMs += elapsedMs;
      if (!this.#mayProbe()) return;
      this.#survived();
    }
    this.#probeMs += elapsedMs;
    this.#rate = this.#probed(this.#limit, this.#probeMs);
    if (this.#rate < (most ?? NO_LIMIT)) return;
    this.#rate = undefined;
    this.#limit = undefined;
  }

  /** The clock was set back, `byMs` below 0. */
  shift(byMs: number): void {
    const moved = (mark: Mark | undefined) => mark && { ...mark, at: mark.at + byMs };
    this.#lastRefusal = moved(this.#lastRefusal);
    this.#episode = moved(this.#episode);
    this.#before = moved(this.#before);
    this.#cut = moved(this.#cut);
  }

  #lower(begins: boolean, now: number, measured: number): number {
    const limit = this.#limit;
    if (limit === undefined) {
      this.#guessed = true;
      return measured;
    }
    if (begins || this.#probeMs > 0) this.#guessed = false;
    const overall = this.#between(this.#before, now, 0);
    if (begins && this.#probeMs > 0) return this.#middle(limit, overall);
    if (this.#trusted) {
      this.#trusted = false;
      this.#trust /= 4;
      return Math.min(limit * STEP_DOWN, this.#proven);
    }
    if (begins) return Math.max(limit * MOST_AT_ONCE, Math.min(limit * STEP_DOWN, overall));
    return Math.min(limit * STEP_DOWN, this.#between(this.#episode, now, 1));
  }

  /** A probe ended: the limit is between what is proven and what the refused part left at. */
  #middle(limit: number, overall: number): number {
    const sentMs = Math.max(0, this.#probeMs - this.#roundTripMs);
    const reached = this.#probed(limit, sentMs);
    this.#proven = Math.max(limit, Math.min(overall, reached));
    // Accelerated, it is lost where the limit is; from above the measured refusals find it soonest.
    if (sentMs > this.#gentleMs(limit)) return reached;
    this.#trusted = this.#trust > 0;
    return this.#proven + this.#trust * (reached - this.#proven);
  }

  #mayProbe(): boolean {
    if (this.#guessed) return this.#plateauMs >= this.#roundTripMs + SETTLING_MS;
    return this.#plateauMs >= (this.#debt <= 0 ? PLATEAU_MS : LONGEST_PLATEAU_MS);
  }

  #survived(): void {
    if (this.#trusted) this.#trust = Math.min(0.5, this.#trust * 1.5 + 0.01);
    this.#trusted = false;
  }

  /** What was accepted since an earlier refusal, a second: at both ends the carrier's allowance was used up, but for a part. */
  #between(mark: Mark | undefined, now: number, more: number): number {
    if (mark === undefined || now <= mark.at) return Number.POSITIVE_INFINITY;
    return ((this.#accepted - mark.accepted + more) * 1000) / (now - mark.at);
  }

  /** Until the unused parts of the plateau, which a carrier may let be made up for, and a few more must have been refused. */
  #gentleMs(limit: number): number {
    const unused = ((1 - CRUISE) * this.#plateauMs) / 1000 + FEW_PARTS / limit;
    const untilMs = 1000 * Math.sqrt((2 * unused) / slopeAt(limit));
    return Math.max(GENTLE_MS, untilMs) + this.#roundTripMs;
  }

  #probed(limit: number, probeMs: number): number {
    const gentleMs = Math.min(probeMs, this.#gentleMs(limit));
    return limit * (1 + (slopeAt(limit) / 1000) * gentleMs * 2 ** ((probeMs - gentleMs) / DOUBLING_MS));
  }
}

/** By how much a gentle probe grows each second, of the limit. */
const slopeAt = (limit: number): number => Math.max(GENTLE_PER_SECOND, GENTLE_PARTS / limit);
