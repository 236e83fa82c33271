import type { NewMessage } from '../messages/message.ts';
import type { HashedCode } from './case-codes.ts';
import type { HelpCase } from './help-case.ts';

/** Limits of what the duty list is sent about cases. */
export interface PageLimits {
  /** The largest number of cases in ten minutes that are each told in a message of their own. */
  readonly apartPerTenMinutes: number;
  /** How long after any other message to the duty list all other cases are told together, ms. */
  readonly togetherEveryMs: number;
}

/** A case with the title of its alert. */
export interface DueCase extends HelpCase {
  readonly title: string | undefined;
}

/** The cases of which the duty list is to be told now. */
export interface DuePages {
  /** Cases that were not told yet, oldest first, then those told before; at most `apartPerTenMinutes`. */
  readonly cases: readonly DueCase[];
  /** How many cases are due, and since when the oldest waits. */
  readonly total: number;
  readonly oldestSince: number;
  /** How many of them were not told before. */
  readonly fresh: number;
  /** The alert of all due cases, if it is the same, and its title. */
  readonly alert: { readonly id: number; readonly title: string } | undefined;
  /** How many cases were told apart in the last ten minutes, and when the duty list was last told anything. */
  readonly toldApart: number;
  readonly toldAt: number | undefined;
}

/** A message to one phone with the code that it holds. */
export interface CodedMessage {
  readonly message: NewMessage;
  readonly code: HashedCode;
}

/**
 * The messages about one case; none: nobody could be paged. Nothing is stored of them if the case has changed since it
 * was read.
 */
export interface CasePage {
  readonly id: number;
  readonly version: number;
  readonly messages: readonly CodedMessage[];
}

/** A page of a case that its phone asked for. */
export interface AskedPage {
  readonly id: number;
  readonly page: CodedMessage;
  /** The SMS that asked. */
  readonly reference: string;
  readonly nowMs: number;
}

/** `again`: this SMS has got its page before. `tooSoon`: the phone has had one of the case, or many, of late. */
export type AskedPageStored = 'stored' | 'again' | 'closed' | 'tooSoon';

/** What became of the messages of one page: of a case, or with `case` 0 of several together. */
export interface PageOutcome {
  readonly case: number;
  readonly at: number;
  /** `failed`: all have ended, and none of them reached a phone. `settled`: all have ended. */
  readonly kind: 'failed' | 'left' | 'settled';
}

/** What the duty list is told at one time, stored in one commit with the mark of it. */
export interface DutyPages {
  readonly apart: readonly CasePage[];
  /** Tells of all cases due at `nowMs`; then `apart` is empty. An empty list: nobody could be paged. */
  readonly together: readonly NewMessage[] | undefined;
  readonly nowMs: number;
  readonly pageAgainMs: number;
  /** How often a case that nobody takes is told of: the first time and all others. */
  readonly most: number;
}

export interface PageRepository {
  /** Undefined: nothing is due. */
  duePages(nowMs: number, limits: PageLimits): Promise<DuePages | undefined>;
  /** Resolves with the messages that were stored. A page without messages doesn't count, and is tried again later. */
  storePages(pages: DutyPages): Promise<readonly NewMessage[]>;
  storeAskedPage(asked: AskedPage): Promise<AskedPageStored>;
  /** What is new of pages whose messages had not all ended. */
  pageOutcomes(): Promise<readonly PageOutcome[]>;
  /** Takes back pages that failed, so that their cases are paged again. */
  settlePages(outcomes: readonly PageOutcome[], nowMs: number): Promise<void>;
  /** Marks the due cases as ones that nobody can be paged for. They stay due. */
  markUnpaged(nowMs: number): Promise<void>;
  /** Makes the cases due at once that nobody could be paged for, since others are on duty. */
  retryUnpaged(nowMs: number): Promise<void>;
}

/** The time until a page that reached nobody is tried again: this, and each time twice as long, up to an hour. */
export const RETRY_MS = 60_000;
export const MOST_RETRY_MS = 3_600_000;

/** Divides the due cases into those that are told apart and whether all others are told together now. */
export const dividePages = (
  { cases, total, toldApart, toldAt }: DuePages,
  { apartPerTenMinutes, togetherEveryMs }: PageLimits,
  nowMs: number,
): { readonly apart: readonly DueCase[]; readonly together: boolean } => {
  const apart = cases.slice(0, Math.max(0, apartPerTenMinutes - toldApart));
  const rested = toldAt === undefined || toldAt + togetherEveryMs <= nowMs;
  return { apart, together: rested && apart.length === 0 && total > 0 };
};
