import type { Msisdn } from '../messages/msisdn.ts';
import type { State } from '../messages/state.ts';
import type { Audience } from '../people/audience.ts';
import type { AnswerCounts } from './alert-answers.ts';

/** What became of a person: reached by any wave, or what the message came to that tells most of it. */
export type Outcome = State | 'reached';

/** How near to its person a message came: never to be sent, not arrived, may have arrived or may yet, arrived. */
export type OutcomeRank = 0 | 1 | 2 | 3;

/** What is true of a person over all waves is what their nearest message says; of equally near ones, the last. */
export const rankOf: Readonly<Record<State, OutcomeRank>> = {
  queued: 2,
  sending: 2,
  sent: 2,
  delivered: 3,
  undelivered: 1,
  failed: 1,
  expired: 1,
  unconfirmed: 2,
  uncertain: 2,
  suppressed: 0,
  cancelled: 1,
};

/** People are counted together by the tenth of a second: enough for a curve, and an alert to a million stays small. */
export const SLOT_MS = 100;

/** People of an alert that share these. */
export interface PeopleCount {
  readonly language: string | undefined;
  readonly outcome: Outcome;
  /** When they were reached, in slots of `SLOT_MS` since the epoch. */
  readonly slot: number | undefined;
  /** When exactly the first and the last of them were, ms since the epoch; left out: kept before this was counted. */
  readonly firstAt?: number | undefined;
  readonly lastAt?: number | undefined;
  readonly people: number;
}

/** Messages of an alert that share these. Times in ms since the epoch. */
export interface MessageCount {
  readonly wave: number;
  readonly route: string | undefined;
  readonly state: State;
  readonly messages: number;
  readonly parts: number;
  readonly possibleDuplicates: number;
  /** The earliest that one of them was handed to a route. */
  readonly firstSubmitAt: number | undefined;
  /** Of the delivered, from the carrier's answer to the receipt, summed, ms. */
  readonly receiptMs: number;
}

export interface ReasonCount {
  readonly state: State;
  readonly reason: string | undefined;
  readonly people: number;
}

/** A message to a person, as the report tells of it. Times in ms since the epoch. */
export interface ReportedMessage {
  readonly number: Msisdn;
  readonly name: string | undefined;
  readonly language: string | undefined;
  readonly wave: number;
  readonly state: State;
  readonly reason: string | undefined;
  readonly route: string | undefined;
  readonly sentAt: number | undefined;
  readonly finalAt: number | undefined;
}

/** Where to go on: behind this person, and this wave. */
export interface ReportCursor {
  readonly number: string;
  readonly wave: number;
}

/** People of a list, segment or area that the audience names. */
export interface GroupCount {
  /** Such as `list 7`. */
  readonly group: string;
  /** As it was called at the count; left out: it was gone, or this was kept before names were. */
  readonly name?: string | undefined;
  readonly people: number;
  readonly reached: number;
}

/** All that is counted: what stays when the messages are deleted. */
export interface ReportFigures {
  /** ms since the epoch. */
  readonly countedAt: number;
  readonly people: readonly PeopleCount[];
  readonly messages: readonly MessageCount[];
  /** The most frequent ones; the rest together, without a reason. */
  readonly reasons: readonly ReasonCount[];
  readonly groups: readonly GroupCount[];
  /** People who answered, by meaning; only in those that are kept for good. */
  readonly answers?: AnswerCounts;
}

/** What is known of the people of whom only figures are left. */
interface KeptFigures {
  readonly figures: ReportFigures;
  /** The messages of the alert, or some of them, are deleted: nothing can be counted any more. */
  readonly purged: boolean;
}

/** Reads for the report, each a bounded piece of work. Ranges are (after, until], by number or by message. */
export interface ReportRepository {
  /** The last number of the next so many rows; undefined: there is none. */
  endOfPeople(alert: number, after: string, rows: number): Promise<string | undefined>;
  countPeople(alert: number, after: string, until: string): Promise<readonly PeopleCount[]>;
  countReasons(alert: number, after: string, until: string): Promise<readonly ReasonCount[]>;
  countMessages(alert: number, afterId: number, untilId: number): Promise<readonly MessageCount[]>;
  /** Of these numbers, how many the alert was for, and how many it reached. */
  countAmong(
    alert: number,
    numbers: readonly Msisdn[],
  ): Promise<{ readonly people: number; readonly reached: number }>;
  /** By number in (after, until]: those whom no wave reached, with the message that tells what became of them. */
  notReached(alert: number, after: string, until: string, limit: number): Promise<readonly ReportedMessage[]>;
  /** By number and wave. */
  reportedMessages(
    alert: number,
    after: ReportCursor | undefined,
    limit: number,
  ): Promise<readonly ReportedMessage[]>;
  keepFigures(alert: number, figures: ReportFigures): Promise<void>;
  keptFigures(alert: number): Promise<KeptFigures | undefined>;
  /**
   * Finished alerts behind this one that have no figures kept since they finished and of which no wave is open, oldest
   * first: at most so many. Messages of a stopped one may still be on their way.
   */
  uncounted(
    after: number,
    limit: number,
  ): Promise<readonly { readonly id: number; readonly audience: Audience }[]>;
}
