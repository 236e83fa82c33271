import type { Page, Paged } from '../../kernel/page.ts';
import type { Msisdn } from '../messages/msisdn.ts';

export const consents = ['given', 'refused', 'unknown'] as const;

/** A person's membership in a list, and their consent. */
export interface Membership {
  readonly listId: number;
  readonly number: Msisdn;
  readonly consent: (typeof consents)[number];
  /** The proof of the consent: a form, a call, the file it came in. */
  readonly consentSource: string;
  /** When the consent was given or refused, ms since the epoch. */
  readonly consentAt: number;
}

export interface MemberRepository {
  /** Adds or changes a membership. `unknown`: the list or a contact with this number doesn't exist. */
  put(
    membership: Membership,
  ): Promise<
    { readonly kind: 'put'; readonly before: Membership | undefined } | { readonly kind: 'unknown' }
  >;
  get(listId: number, number: Msisdn): Promise<Membership | undefined>;
  /** Ordered by phone number; the cursor is the last number of the page before. */
  list(listId: number, page: Page): Promise<Paged<Membership>>;
  count(listId: number): Promise<number>;
  /** The memberships of one number, ordered by list. */
  of(number: Msisdn): Promise<readonly Membership[]>;
  /** The memberships of all `numbers` that are on the list, in any order. */
  among(listId: number, numbers: readonly Msisdn[]): Promise<readonly Membership[]>;
  /** The removed membership; undefined if the number was not on the list. */
  remove(listId: number, number: Msisdn): Promise<Membership | undefined>;
  /** Deletes memberships in deleted lists. They are left if the gateway ends while a list is being removed. */
  dropOrphans(): Promise<void>;
}
