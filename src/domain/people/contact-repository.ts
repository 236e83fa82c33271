import type { Change, Removal } from '../../kernel/named.ts';
import type { Page, Paged } from '../../kernel/page.ts';
import type { Msisdn } from '../messages/msisdn.ts';
import type { Contact, ContactData } from './contact.ts';

export interface ContactFilter {
  /** The beginning of the number. */
  readonly number: string | undefined;
  /** A part of the name, ignoring case in ASCII. */
  readonly name: string | undefined;
  readonly language: string | undefined;
  readonly postalCode: string | undefined;
  /** Only members of this list. */
  readonly list: number | undefined;
}

export interface ContactRepository {
  /** `taken`: a contact with this number exists. */
  create(data: ContactData, nowMs: number): Promise<Contact | 'taken'>;
  get(id: number): Promise<Contact | undefined>;
  find(number: Msisdn): Promise<Contact | undefined>;
  /** Ordered by phone number; the cursor is the last number of the page before. */
  list(filter: ContactFilter, page: Page): Promise<Paged<Contact>>;
  /**
   * Names of all contacts' attributes, ordered.
   * @param wanted the search ends once it has found these; left out: all names are found
   */
  attributeNames(wanted?: readonly string[]): Promise<readonly string[]>;
  /**
   * Replaces a contact. If its number changes, memberships and opt-outs get the new number.
   * @param version the version to replace; undefined: the current one
   */
  replace(
    id: number,
    data: ContactData,
    version: number | undefined,
    nowMs: number,
  ): Promise<Change<Contact>>;
  /** Deletes the contact with its memberships. Opt-outs stay. */
  remove(id: number, version: number | undefined): Promise<Removal>;
}
