import type { AlertCases } from '../inbound/help-case.ts';
import type { Msisdn } from '../messages/msisdn.ts';
import type { State } from '../messages/state.ts';
import type { Audience } from '../people/audience.ts';
import type { AlertKind } from './alert.ts';
import type { AnswerCounts } from './alert-answers.ts';

/**
 * The result for one person: `reached` if a message of any wave was delivered, otherwise the state that `rankOf`
 * chooses.
 */
export type Outcome = State | 'reached';

/**
 * Ranks the states by how near a message came to its person: 0 never to be sent, 1 not arrived, 2 may have arrived or
 * may still arrive, 3 arrived.
 */
export type OutcomeRank = 0 | 1 | 2 | 3;

/**
 * Decides the result of a person who has messages of several waves: the message with the highest rank counts. Of
 * messages with equal rank, that of the latest wave counts.
 */
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
 * The resolution of the times in `PeopleCount`, ms. It is fine enough to draw when people were reached, and keeps the
 * report of an alert to a million people small.
 */
export const SLOT_MS = 100;

/** The number of people of an alert for whom all these fields are the same. */
export interface PeopleCount {
  readonly language: string | undefined;
  readonly outcome: Outcome;
  /** When these people were reached: ms since the epoch, divided by `SLOT_MS`. */
  readonly slot: number | undefined;
  /**
   * When exactly the first and the last of these people were reached, ms since the epoch; left out in figures that
   * older versions of the gateway stored.
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
  /** The parts that the texts of these messages have, sent or not. */
  readonly parts: number;
  readonly possibleDuplicates: number;
  /** Messages with the short text; left out in figures that older versions of the gateway stored. */
  readonly short?: number | undefined;
  /** When the first of these messages was handed to a route. */
  readonly firstSubmitAt: number | undefined;
  /** The sum, over the delivered messages, of the time from the carrier's answer to the receipt, ms. */
  readonly receiptMs: number;
  /** When the last of these messages ended or, if it is open, was accepted or made; left out in older figures. */
  readonly lastAt?: number | undefined;
}

/** Parts that left: parts of all attempts at the messages of a wave, by the route that took them. */
export interface PartCount {
  readonly wave: number;
  readonly route: string;
  /** Parts that the route accepted, or may have accepted. */
  readonly parts: number;
  /** Those of `parts` of which nobody knows whether the route accepted them. */
  readonly inDoubt: number;
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
  /** The kind and the id of the group, such as `list 7`. */
  readonly group: string;
  /**
   * The name of the group when it was counted; left out if the group had been deleted, or in figures that older
   * versions of the gateway stored.
   */
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
  /** The parts that left; left out in figures that older versions of the gateway stored. */
  readonly parts?: readonly PartCount[];
  /** The most frequent reasons. All others are counted together, without a reason. */
  readonly reasons: readonly ReasonCount[];
  readonly groups: readonly GroupCount[];
  /** People who answered, by meaning; only in figures that are kept after the messages are deleted. */
  readonly answers?: AnswerCounts;
  /** Calls for help; only in figures that are kept after the messages are deleted. */
  readonly cases?: AlertCases;
  /** When the last of these answers and calls came or changed, ms since the epoch; only where they are kept. */
  readonly repliedAt?: number | undefined;
}

/** The figures that were kept of an alert. */
interface KeptFigures {
  readonly figures: ReportFigures;
  /** Messages of the alert are deleted, so nothing can be counted anew. */
  readonly purged: boolean;
}

/** A field that is undefined excludes nothing. */
export interface LaunchedFilter {
  /** The launch was at this time or later, ms since the epoch. */
  readonly from: number | undefined;
  /** The launch was before this time, ms since the epoch. */
  readonly to: number | undefined;
  readonly scenario: number | undefined;
  readonly kind: AlertKind | undefined;
}

/** The reads for the report, each a bounded amount of work. Ranges exclude `after` and include `until`. */
export interface ReportRepository {
  /**
   * The phone number in the last of the next `rows` rows of recipients after the number `after`; undefined if no row
   * follows.
   */
  endOfPeople(alert: number, after: string, rows: number): Promise<string | undefined>;
  countPeople(alert: number, after: string, until: string): Promise<readonly PeopleCount[]>;
  countReasons(alert: number, after: string, until: string): Promise<readonly ReasonCount[]>;
  countMessages(alert: number, afterId: number, untilId: number): Promise<readonly MessageCount[]>;
  countParts(alert: number, afterId: number, untilId: number): Promise<readonly PartCount[]>;
  /** Counts the people among `numbers` to whom the alert was addressed, and those among them whom it reached. */
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
  /** When an answer that counts came, or a call for help changed, last, ms since the epoch; undefined: never. */
  repliedAt(alert: number): Promise<number | undefined>;
  keepFigures(alert: number, figures: ReportFigures): Promise<void>;
  keptFigures(alert: number): Promise<KeptFigures | undefined>;
  /**
   * Finished alerts with an id greater than `after`, oldest first, that have no open wave and whose figures have not
   * been stored since they finished. Messages of a stopped alert may still be with a route.
   */
  uncounted(
    after: number,
    limit: number,
  ): Promise<readonly { readonly id: number; readonly audience: Audience }[]>;
}
