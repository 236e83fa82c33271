import type { Contact, ContactData } from './contact.ts';
import type { ImportBook } from './import-job.ts';
import type { ListDefinition } from './lists.ts';
import type { Msisdn } from './msisdn.ts';
import type { Change, NamedBook, Removal } from './named.ts';
import type { PersonBook } from './person.ts';
import type { Rule } from './rule.ts';
import type { Shape } from './shape.ts';
import type { Page, Paged } from './store.ts';

export interface ContactFilter {
  /** The beginning of the number. */
  readonly number: string | undefined;
  /** Some part of the name, whatever its case in ASCII. */
  readonly name: string | undefined;
  readonly language: string | undefined;
  readonly postalCode: string | undefined;
  /** Members of this list. */
  readonly list: number | undefined;
}

export interface ContactBook {
  /** `taken`: there is a contact of that number. */
  create(data: ContactData, nowMs: number): Promise<Contact | 'taken'>;
  get(id: number): Promise<Contact | undefined>;
  find(number: Msisdn): Promise<Contact | undefined>;
  /** In the order of their numbers, which is the cursor. */
  list(filter: ContactFilter, page: Page): Promise<Paged<Contact>>;
  /** Of all contacts, in order. */
  attributeNames(): Promise<readonly string[]>;
  /**
   * Memberships and opt-outs follow a new number.
   *
   * @param version the one to be replaced; undefined: whichever is there
   */
  replace(
    id: number,
    data: ContactData,
    version: number | undefined,
    nowMs: number,
  ): Promise<Change<Contact>>;
  /** With all memberships; opt-outs stay. */
  remove(id: number, version: number | undefined): Promise<Removal>;
}

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

export interface MemberBook {
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

/** What is kept of people, and how they are grouped. */
export interface PeopleBooks {
  readonly contacts: ContactBook;
  readonly lists: NamedBook<ListDefinition>;
  readonly members: MemberBook;
  readonly segments: NamedBook<Rule>;
  readonly areas: NamedBook<Shape>;
  readonly imports: ImportBook;
  readonly persons: PersonBook;
}
