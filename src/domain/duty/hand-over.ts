import type { HashedCode } from '../inbound/case-codes.ts';
import type { DutyPerson } from './roster.ts';

/** The owner of messages that hold the code of a hand-over: no list of messages shows the code. */
export const HAND_OVER_OWNER = 'handOver';

/** A duty that somebody wants to hand over, and that the other has not accepted yet. Times in ms since the epoch. */
export interface NewHandOver {
  readonly roster: number;
  readonly from: DutyPerson;
  readonly to: DutyPerson;
  /** Of six digits, which only the phone of `from` got: the other has them from the giver's own mouth. */
  readonly code: HashedCode;
  /** Until when the other takes the duty. */
  readonly until: number;
  readonly askedAt: number;
  readonly expiresAt: number;
  /** Identifies the SMS that asked. */
  readonly reference: string;
}

export interface HandOver extends Omit<NewHandOver, 'code'> {
  readonly id: number;
  /** Undefined: it was asked for before codes were hashed, and no code works. */
  readonly code: HashedCode | undefined;
  readonly state: 'asked' | 'accepted' | 'ended';
  /** Identifies the last SMS that answered. */
  readonly answeredBy: string | undefined;
}

/** So many wrong codes end a hand-over: the sender of an SMS can be forged. */
export const WRONG_CODES = 3;
/** How many hand-overs a phone may ask for in an hour: each sends an SMS to both. */
export const HAND_OVERS_PER_HOUR = 5;
