import type { Msisdn } from '../messages/msisdn.ts';
import type { State } from '../messages/state.ts';
import type { Audience } from '../people/audience.ts';
import type { AnswerCounts } from './alert-answers.ts';

/** The result for a person: reached by any wave, or the state of their most informative message. */
export type Outcome = State | 'reached';

/**
 * Ranks the states by how near a message came to its person: 0 never to be sent, 1 not arrived, 2 may have arrived or
 * may still arrive, 3 arrived.
 */
export type OutcomeRank = 0 | 1 | 2 | 3;

/** The result of a person over all waves is that of the message with the highest rank; of several, the last one. */
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

/**
 * The resolution of the times in `PeopleCount`, ms: precise enough for a curve, and the report of an alert to a million
 * people stays small.
 */
export const SLOT_MS = 100;

/** The number of people of an alert for whom all these fields are the same. */
export interface PeopleCount {
  readonly language: string | undefined;
  readonly outcome: Outcome;
  /** When they were reached, as a multiple of `SLOT_MS` since the epoch. */
  readonly slot: number | undefined;
  /**
   * When exactly the first and the last of them were reached, ms since the epoch; left out in figures that were kept by
   * older versions.
   */
  readonly firstAt?: number | undefined;
  readonly lastAt?: number | undefined;
  readonly people: number;
}

/** The number of messages of an alert for which all these fields are the same. Times in ms since the epoch. */
export interface MessageCount {
  readonly wave: number;
  readonly route: string | undefined;
  readonly state: State;
  readonly messages: number;
  readonly parts: number;
  readonly possibleDuplicates: number;
  /** When the first of them was handed to a route. */
  readonly firstSubmitAt: number | undefined;
  /** The sum, over the delivered messages, of the time from the carrier's answer to the receipt, ms. */
  readonly receiptMs: number;
}

export interface ReasonCount {
  readonly state: State;
  readonly reason: string | undefined;
  readonly people: number;
}

/** A message in the report. Times in ms since the epoch. */
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

/** The person and the wave after which the next page begins. */
export interface ReportCursor {
  readonly number: string;
  readonly wave: number;
}

/** The people in a list, segment or area of the audience. */
export interface GroupCount {
  /** Such as `list 7`. */
  readonly group: string;
  /** Its name when it was counted; left out if it had been deleted, or in figures that older versions kept. */
  readonly name?: string | undefined;
  readonly people: number;
  readonly reached: number;
}

/** All figures of the report. They stay when the messages are deleted. */
export interface ReportFigures {
  /** ms since the epoch. */
  readonly countedAt: number;
  readonly people: readonly PeopleCount[];
  readonly messages: readonly MessageCount[];
  /** The most frequent reasons. All others are counted together, without a reason. */
  readonly reasons: readonly ReasonCount[];
  readonly groups: readonly GroupCount[];
  /** People who answered, by meaning; only in the figures that stay after the messages are deleted. */
  readonly answers?: AnswerCounts;
}

/** The figures that were kept of an alert. */
interface KeptFigures {
  readonly figures: ReportFigures;
  /** Messages of the alert are deleted, so that nothing can be counted anew. */
  readonly purged: boolean;
}

/** Reads for the report, each a bounded amount of work. Ranges of numbers or messages are (after, until]. */
export interface ReportRepository {
  /** The last number of the next `rows` rows; undefined if there are no more. */
  endOfPeople(alert: number, after: string, rows: number): Promise<string | undefined>;
  countPeople(alert: number, after: string, until: string): Promise<readonly PeopleCount[]>;
  countReasons(alert: number, after: string, until: string): Promise<readonly ReasonCount[]>;
  countMessages(alert: number, afterId: number, untilId: number): Promise<readonly MessageCount[]>;
  /** How many of these numbers the alert was for, and how many it reached. */
  countAmong(
    alert: number,
    numbers: readonly Msisdn[],
  ): Promise<{ readonly people: number; readonly reached: number }>;
  /**
   * The people in (after, until] whom no wave reached, ordered by number, each with the message that decides their
   * result.
   */
  notReached(alert: number, after: string, until: string, limit: number): Promise<readonly ReportedMessage[]>;
  /** Ordered by number and wave. */
  reportedMessages(
    alert: number,
    after: ReportCursor | undefined,
    limit: number,
  ): Promise<readonly ReportedMessage[]>;
  keepFigures(alert: number, figures: ReportFigures): Promise<void>;
  keptFigures(alert: number): Promise<KeptFigures | undefined>;
  /**
   * Finished alerts after this one, oldest first, whose figures have not been kept since they finished, and which have
   * no open wave. Messages of a stopped alert may still be with a route.
   */
  uncounted(
    after: number,
    limit: number,
  ): Promise<readonly { readonly id: number; readonly audience: Audience }[]>;
}
