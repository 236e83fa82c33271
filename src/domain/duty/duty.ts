import type { NamedRepository } from '../../kernel/named.ts';
import type { NewMessage } from '../messages/message.ts';
import type { Msisdn } from '../messages/msisdn.ts';
import type { AuditNote } from '../operation/audit.ts';
import type { TocsinEvent } from '../operation/events.ts';
import type { HandOver, NewHandOver } from './hand-over.ts';
import type { DutyPerson, Roster } from './roster.ts';

/** Tells who is on duty. */
export interface Duty {
  /**
   * Who is on duty at this moment, ms since the epoch: people whom an SMS can reach, each phone once. Where nobody of
   * the plan can be reached, those of the fallback. Empty also if there is no such roster.
   */
  onDuty(roster: number, atMs: number): Promise<readonly DutyPerson[]>;
}

export interface DutyNow {
  readonly people: readonly DutyPerson[];
  /** Whether these are the people of the fallback. */
  readonly isFallback: boolean;
  /** Names of those who should be on duty and whom nothing reaches: no user with a phone has the name. */
  readonly unreachable: readonly string[];
}

/** An answer to a hand-over, and everything that follows from it, in one commit. */
export interface HandOverAnswer {
  readonly id: number;
  /** Identifies the SMS that answers: a second call with it has no further effect. */
  readonly reference: string;
  readonly messages: readonly NewMessage[];
}

export interface HandOverAccepted extends HandOverAnswer {
  /** The roster with the hand-over, made of this version. */
  readonly roster: Roster;
  readonly version: number;
  readonly note: AuditNote;
  readonly event: TocsinEvent;
}

interface HandOverRepository {
  /**
   * Stores a hand-over that waits for its acceptance, with the message that asks for it. `again`: this SMS has asked
   * before; `open`: the phone has asked for another one; `tooMany`: it has asked too often in the last hour.
   */
  askHandOver(
    asked: NewHandOver,
    messages: readonly NewMessage[],
  ): Promise<'asked' | 'again' | 'open' | 'tooMany'>;
  /** The hand-overs that wait for an answer of this phone, or that this SMS has answered. Oldest first. */
  handOversTo(phone: Msisdn, reference: string, nowMs: number): Promise<readonly HandOver[]>;
  /** `changed`: the roster has changed since; nothing was done. `gone`: the hand-over waits no more. */
  acceptHandOver(accepted: HandOverAccepted): Promise<'done' | 'again' | 'changed' | 'gone'>;
  /** Counts a wrong code. At the last one the hand-over ends, and the messages are sent. */
  countWrongHandOver(wrong: HandOverAnswer): Promise<'waits' | 'ended'>;
  /** Hand-overs that were not accepted in time and are still open, at most 100. */
  overdueHandOvers(nowMs: number): Promise<readonly HandOver[]>;
  /** Ends a hand-over that was not accepted, with the message that tells of it. False if it is not open any more. */
  endHandOver(id: number, messages: readonly NewMessage[]): Promise<boolean>;
}

export interface DutyRepository extends Duty, HandOverRepository {
  readonly rosters: NamedRepository<Roster>;
  /** Undefined if there is no such roster. */
  dutyAt(roster: number, atMs: number): Promise<DutyNow | undefined>;
  /** The people of this name in the roster, or the user of this name, whom an SMS can reach. */
  dutyPerson(roster: Roster, name: string): Promise<DutyPerson | undefined>;
}
