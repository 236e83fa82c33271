import type { Page, Paged } from '../../kernel/page.ts';
import type { Msisdn } from '../messages/msisdn.ts';

/** Stands for every list, and for whatever reaches a person without a list. */
export const EVERY_LIST_ID = 0;

/** What a person has said: no message of this list any more. */
export interface OptOut {
  readonly number: Msisdn;
  /** The id of a list, or `EVERY_LIST_ID`. */
  readonly listId: number;
  readonly source: 'sms' | 'operator' | 'import';
  /** By what it can be shown later, such as the text that came, or who noted it. */
  readonly evidence: string;
  /** ms since the epoch. */
  readonly at: number;
}

export interface OptOutFilter {
  readonly number: Msisdn | undefined;
  readonly listId: number | undefined;
}

/** Kept by number, not by contact: it outlives the contact, and holds for numbers that never were one. */
export interface OptOutRepository {
  /** Resolves when it is on disk; false if it was known, and then the first evidence stays. */
  optOut(optOut: OptOut): Promise<boolean>;
  /** Takes it back, for `EVERY_LIST_ID` all of the number's; false if there was nothing to take back. */
  optIn(number: Msisdn, listId: number): Promise<boolean>;
  /** Of this list, or of every one. */
  isOptedOut(number: Msisdn, listId: number): Promise<boolean>;
  /** Of these those that have opted out of every list, in any order. */
  optedOut(numbers: readonly Msisdn[]): Promise<readonly Msisdn[]>;
  /** In the order of their numbers. */
  optOuts(filter: OptOutFilter, page: Page): Promise<Paged<OptOut>>;
}
