import type { DutyPerson } from './roster.ts';

/** A duty that somebody wants to hand over, and that the other has not accepted yet. Times in ms since the epoch. */
export interface NewHandOver {
  readonly roster: number;
  readonly from: DutyPerson;
  readonly to: DutyPerson;
  /** Four digits, which only the phone of `to` got. */
  readonly code: string;
  /** Until when the other takes the duty. */
  readonly until: number;
  readonly askedAt: number;
  readonly expiresAt: number;
  /** Identifies the SMS that asked. */
  readonly reference: string;
}

export interface HandOver extends NewHandOver {
  readonly id: number;
  readonly state: 'asked' | 'accepted' | 'ended';
  /** Identifies the last SMS that answered. */
  readonly answeredBy: string | undefined;
}

/** So many wrong codes end a hand-over: a code has 10,000 values, and the sender of an SMS can be forged. */
export const WRONG_CODES = 3;
/** How many hand-overs a phone may ask for in an hour: each sends an SMS to somebody else. */
export const HAND_OVERS_PER_HOUR = 5;
