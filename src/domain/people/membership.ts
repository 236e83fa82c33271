import type { Page, Paged } from '../../kernel/page.ts';
import type { Msisdn } from '../messages/msisdn.ts';

export const consents = ['given', 'refused', 'unknown'] as const;

/** That a person is on a list, and what they said to it. */
export interface Membership {
  readonly listId: number;
  readonly number: Msisdn;
  readonly consent: (typeof consents)[number];
  /** By what the consent can be shown: a form, a call, the file it came in. */
  readonly consentSource: string;
  /** When they said so, ms since the epoch. */
  readonly consentAt: number;
}

export interface MemberRepository {
  /** Adds or changes; `unknown`: no such list, or no contact of that number. */
  put(
    membership: Membership,
  ): Promise<
    { readonly kind: 'put'; readonly before: Membership | undefined } | { readonly kind: 'unknown' }
  >;
  get(listId: number, number: Msisdn): Promise<Membership | undefined>;
  /** In the order of their numbers, which is the cursor. */
  list(listId: number, page: Page): Promise<Paged<Membership>>;
  count(listId: number): Promise<number>;
  /** Of one number, in the order of the lists. */
  of(number: Msisdn): Promise<readonly Membership[]>;
  /** Of these numbers, those that are on the list, in any order. */
  among(listId: number, numbers: readonly Msisdn[]): Promise<readonly Membership[]>;
  /** What it was; undefined: it was not on the list. */
  remove(listId: number, number: Msisdn): Promise<Membership | undefined>;
  /** Of lists that are gone: left when the gateway ended while one was removed. */
  dropOrphans(): Promise<void>;
}
