import type { Page, Paged } from '../../kernel/page.ts';
import type { Msisdn } from '../messages/msisdn.ts';

/** The id that stands for every list, and for messages that reach a person without a list. */
export const EVERY_LIST_ID = 0;

/** A person's decision to get no more messages of this list. */
export interface OptOut {
  readonly number: Msisdn;
  /** The id of a list, or `EVERY_LIST_ID`. */
  readonly listId: number;
  readonly source: 'sms' | 'operator' | 'import';
  /** The proof: the text that came, or who noted it. */
  readonly evidence: string;
  /** ms since the epoch. */
  readonly at: number;
}

export interface OptOutFilter {
  readonly number: Msisdn | undefined;
  readonly listId: number | undefined;
}

/** Opt-outs are kept by number, not by contact. They outlive the contact, and apply to numbers that have none. */
export interface OptOutRepository {
  /** Resolves when the opt-out is on disk; false if it existed before, and then its first evidence stays. */
  optOut(optOut: OptOut): Promise<boolean>;
  /** Removes an opt-out; for `EVERY_LIST_ID` all opt-outs of the number. False if there was none. */
  optIn(number: Msisdn, listId: number): Promise<boolean>;
  /** Whether the number opted out of this list, or of every list. */
  isOptedOut(number: Msisdn, listId: number): Promise<boolean>;
  /**
   * Finds which of `numbers` opted out of every list; in any order.
   * @param orHeld numbers that are also found if their opt-out waits for review
   */
  optedOut(numbers: readonly Msisdn[], orHeld?: readonly Msisdn[]): Promise<readonly Msisdn[]>;
  /** Ordered by number. */
  optOuts(filter: OptOutFilter, page: Page): Promise<Paged<OptOut>>;
}
