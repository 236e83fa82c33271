import { isFinal, mayBecome, type State } from '../../../src/domain/messages/state.ts';

type Word = 'delivered' | 'undelivered' | 'intermediate';

interface KeptReceipt {
  readonly ref: string;
  readonly state: Word;
  readonly at: number;
}

const CLOCK_SET_BACK_MS = 10_000;

/** A model in memory of what the store must know of one message. */
export class MessageModel {
  state: State = 'queued';
  attempt = 0;
  #last = 0;
  possibleDuplicate = false;
  /** It waits to be sent again, and an earlier attempt may have arrived. */
  #inDoubt = false;
  /** Each state that the message was in, in order. */
  readonly states: State[] = ['queued'];
  readonly parts: number;
  readonly validUntil: number;
  dueAt: number;
  readonly #createdAt: number;
  #claimedAt = 0;
  readonly #accepted = new Map<string, Word | undefined>();
  /** The parts that were given up without an answer. */
  readonly #unanswered = new Set<string>();
  readonly #told = new Set<string>();
  #kept: KeptReceipt[] = [];

  constructor(parts: number, createdAt: number, validUntil: number) {
    this.parts = parts;
    this.#createdAt = createdAt;
    this.dueAt = createdAt;
    this.validUntil = validUntil;
  }

  isClaimable(now: number): boolean {
    return this.state === 'queued' && this.dueAt <= now && this.validUntil > now;
  }

  claimed(now: number): void {
    this.#move('sending');
    this.attempt++;
    this.#last = Math.max(this.#last, this.attempt);
    this.possibleDuplicate ||= this.#inDoubt;
    this.#inDoubt = false;
    this.#claimedAt = now;
  }

  /** Whether all other parts of the attempt are accepted, which the send loop knows when it settles this part. */
  makesWhole(attempt: number, part: number): boolean {
    return this.#refs(attempt).every((ref, index) => index + 1 === part || this.#accepted.has(ref));
  }

  accepted(attempt: number, part: number, whole: boolean): void {
    this.#addPart(attempt, part);
    const mayBeSent = this.state === 'sending' || this.state === 'uncertain';
    if (whole && mayBeSent && attempt === this.attempt) this.#move('sent');
    const early = this.#takeKept(attempt, part, this.#since(attempt));
    if (early || (whole && this.parts > 1)) this.#complete(attempt);
  }

  acceptedLate(attempt: number, part: number): void {
    this.#addPart(attempt, part);
    this.#takeKept(attempt, part, this.#since(attempt));
    const isOpen = this.state === 'queued' || this.state === 'uncertain';
    const mayGoBack = isOpen && attempt < this.attempt && !this.#isOvertaken(attempt);
    if (this.#isWhole(attempt) && (attempt === this.attempt || mayGoBack)) {
      this.attempt = attempt;
      this.#move('sent');
    }
    this.#complete(attempt);
  }

  requeued(attempt: number, at: number, dueAt: number, possibleDuplicate: boolean): void {
    if (attempt !== this.attempt) {
      if (!possibleDuplicate) this.#isAnswered(attempt);
      this.#doubtIsOver();
      return;
    }
    if (!possibleDuplicate) this.#isAnswered(attempt);
    if (!this.#move('queued')) {
      // The message has ended meanwhile, and nothing of the second attempt was taken: at most one copy went out.
      if (attempt === 2 && !possibleDuplicate && this.state !== 'queued' && !this.#isTaken(attempt))
        this.possibleDuplicate = false;
      this.#doubtIsOver();
      return;
    }
    this.dueAt = dueAt;
    this.#inDoubt = possibleDuplicate;
    if (!possibleDuplicate) this.#takeBackCopy(attempt);
    this.#sendByEarlier();
    this.expire(at);
  }

  ended(attempt: number, state: State): void {
    if (attempt !== this.attempt) return;
    if (state === 'uncertain' && this.#isWhole(attempt)) {
      this.#move('sent');
      this.#complete(attempt);
      return;
    }
    const hadAnother = attempt > 1 && this.possibleDuplicate;
    const isOpen = state === 'failed' || (state === 'undelivered' && this.#mayEarlierArrive(attempt));
    this.#move(isOpen && hadAnother ? 'uncertain' : state);
    if (hadAnother) this.#sendByEarlier();
  }

  receipt(attempt: number, part: number, state: Word, at: number): void {
    const ref = refOf(attempt, part);
    if (this.#accepted.has(ref) && this.#accepted.get(ref) === undefined) {
      if (state === 'intermediate') return;
      this.#accepted.set(ref, state);
      this.#told.add(`${ref} ${state}`);
      this.#complete(attempt);
      return;
    }
    if (!this.#told.has(`${ref} ${state}`)) this.#kept.push({ ref, state, at });
  }

  expire(now: number): void {
    if (this.state === 'queued' && this.validUntil <= now)
      this.#move(this.#mayBeThere ? 'uncertain' : 'expired');
  }

  giveUp(until: number): void {
    if (this.validUntil > until) return;
    if (this.state === 'sending') {
      this.#move('uncertain');
      for (const ref of this.#refs(this.attempt)) if (!this.#accepted.has(ref)) this.#unanswered.add(ref);
    } else if (this.state === 'sent') this.#move('unconfirmed');
  }

  /** Cancels the message; false if that is too late. */
  cancel(): boolean {
    return !this.#mayBeThere && this.#move('cancelled');
  }

  get #mayBeThere(): boolean {
    return this.possibleDuplicate || this.#inDoubt;
  }

  get isFinal(): boolean {
    return isFinal(this.state);
  }

  /** Its claim said that a copy would go out beside the one in doubt: none did. */
  #takeBackCopy(attempt: number): void {
    if (!this.possibleDuplicate || !this.#isOnlyEarlierTaken(attempt)) return;
    this.possibleDuplicate = false;
    this.#inDoubt = true;
  }

  /** Whether exactly one attempt up to this one was accepted, if only in part, and not this one. */
  #isOnlyEarlierTaken(attempt: number): boolean {
    const taken = this.#attempts.filter((one) => one <= attempt && this.#isTaken(one));
    return taken.length === 1 && taken[0] !== attempt;
  }

  /** What was accepted is not sent again: an earlier attempt that was accepted whole is the last one again. */
  #sendByEarlier(): void {
    if (this.state !== 'queued' && this.state !== 'uncertain') return;
    const whole = this.#attempts.filter((one) => one < this.attempt && this.#isWhole(one));
    const attempt = whole.findLast((one) => !this.#isLost(one)) ?? whole.at(-1);
    if (attempt === undefined || this.#isOvertaken(attempt)) return;
    this.attempt = attempt;
    this.#inDoubt = false;
    this.#move('sent');
    this.#complete(attempt);
  }

  /** An attempt is surely over: the message may have waited for it alone. */
  #doubtIsOver(): void {
    if (this.state === 'sent' || this.state === 'unconfirmed') this.#complete(this.attempt);
    else this.#sendByEarlier();
  }

  /** The numbers of all attempts, also of one that the message went back from. */
  get #attempts(): readonly number[] {
    return Array.from({ length: this.#last }, (_, index) => index + 1);
  }

  #refs(attempt: number): readonly string[] {
    return Array.from({ length: this.parts }, (_, index) => refOf(attempt, index + 1));
  }

  #isTaken(attempt: number): boolean {
    return this.#refs(attempt).some((ref) => this.#accepted.has(ref));
  }

  /** Nothing of the attempt was taken. */
  #isAnswered(attempt: number): void {
    for (const ref of this.#refs(attempt)) this.#unanswered.delete(ref);
  }

  #isLost(attempt: number): boolean {
    return this.#refs(attempt).some((ref) => this.#accepted.get(ref) === 'undelivered');
  }

  #mayEarlierArrive(attempt: number): boolean {
    return this.#attempts.some((one) => one < attempt && this.#isWhole(one) && !this.#isLost(one));
  }

  /** Whether the attempt is lost, but a later one may still arrive. */
  #isOvertaken(attempt: number): boolean {
    return this.#isLost(attempt) && this.#mayArriveLater(attempt);
  }

  /** Whether each part of an attempt after this one may be there. */
  #mayArriveLater(attempt: number): boolean {
    const mayBeThere = (ref: string): boolean => this.#accepted.has(ref) || this.#unanswered.has(ref);
    return this.#attempts.some(
      (later) => later > attempt && this.#refs(later).every(mayBeThere) && !this.#isLost(later),
    );
  }

  #isWhole(attempt: number): boolean {
    return this.#refs(attempt).every((ref) => this.#accepted.has(ref));
  }

  #addPart(attempt: number, part: number): void {
    const ref = refOf(attempt, part);
    this.#unanswered.delete(ref);
    if (!this.#accepted.has(ref)) this.#accepted.set(ref, undefined);
  }

  /** Since when a receipt can be for this attempt. Only the last claim has its time. */
  #since(attempt: number): number {
    return (attempt === this.attempt ? this.#claimedAt : this.#createdAt) - CLOCK_SET_BACK_MS;
  }

  #takeKept(attempt: number, part: number, since: number): boolean {
    const ref = refOf(attempt, part);
    const early = this.#kept.filter((one) => one.ref === ref && one.at >= since);
    this.#kept = this.#kept.filter((one) => !early.includes(one));
    for (const { state } of early) {
      if (state !== 'intermediate' && this.#accepted.get(ref) === undefined) this.#accepted.set(ref, state);
    }
    return early.length > 0;
  }

  #complete(attempt: number): void {
    const refs = this.#refs(attempt);
    if (refs.every((ref) => this.#accepted.get(ref) === 'delivered')) {
      this.#move('delivered');
      return;
    }
    const now = this.attempt;
    const mayArriveOtherwise = this.#mayArriveLater(now) || this.#mayEarlierArrive(now);
    if (this.#isLost(attempt) && this.#isWhole(now) && this.#isLost(now) && !mayArriveOtherwise)
      this.#move('undelivered');
  }

  #move(to: State): boolean {
    if (!mayBecome(this.state, to)) return false;
    this.state = to;
    this.states.push(to);
    return true;
  }
}

/** What the carrier calls a part; unique within its message. */
export const refOf = (attempt: number, part: number): string => `${attempt}.${part}`;
