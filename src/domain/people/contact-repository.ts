import type { Change, Removal } from '../../kernel/named.ts';
import type { Page, Paged } from '../../kernel/page.ts';
import type { Msisdn } from '../messages/msisdn.ts';
import type { Contact, ContactData } from './contact.ts';

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

export interface ContactRepository {
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
