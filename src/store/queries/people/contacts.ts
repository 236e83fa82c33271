import { sql } from 'kysely';
import type { Msisdn } from '../../../domain/messages/msisdn.ts';
import type { Attributes, Contact, ContactData } from '../../../domain/people/contact.ts';
import type { ContactFilter } from '../../../domain/people/contact-repository.ts';
import { plainName } from '../../../domain/people/plain-name.ts';
import type { Page, Paged } from '../../../kernel/page.ts';
import type { ContactsTable, Queries } from '../../tables/tables.ts';
import { cutPage } from '../paging.ts';

type Row = { [K in keyof ContactsTable]: K extends 'id' | 'version' ? number : ContactsTable[K] };

const toContact = (row: Row): Contact => ({
  id: row.id,
  number: row.number as Msisdn,
  name: row.name ?? undefined,
  language: row.language ?? undefined,
  attributes: JSON.parse(row.attributes) as Attributes,
  position: row.lat === null || row.lon === null ? undefined : { lat: row.lat, lon: row.lon },
  postalCode: row.postal_code ?? undefined,
  source: row.source,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
  version: row.version,
});

export const insertContact = async (
  db: Queries,
  data: ContactData,
  nowMs: number,
): Promise<Contact | 'taken'> => {
  const row = await db
    .insertInto('contacts')
    .values({
      number: data.number,
      name: data.name ?? null,
      language: data.language ?? null,
      attributes: JSON.stringify(data.attributes),
      lat: data.position?.lat ?? null,
      lon: data.position?.lon ?? null,
      postal_code: data.postalCode ?? null,
      source: data.source,
      created_at: nowMs,
      updated_at: nowMs,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst();
  return row === undefined ? 'taken' : toContact(row);
};

export const getContact = async (db: Queries, id: number): Promise<Contact | undefined> => {
  const row = await db.selectFrom('contacts').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? undefined : toContact(row);
};

export const findContact = async (db: Queries, number: Msisdn): Promise<Contact | undefined> => {
  const row = await db.selectFrom('contacts').selectAll().where('number', '=', number).executeTakeFirst();
  return row === undefined ? undefined : toContact(row);
};

/** An accent alone is looked for as it is: an empty text would find everybody. */
const asked = (name: string): string => plainName(name) || name;

export const listContacts = async (
  db: Queries,
  filter: ContactFilter,
  page: Page,
): Promise<Paged<Contact>> => {
  let query = db
    .selectFrom('contacts')
    .selectAll('contacts')
    .orderBy('contacts.number')
    .limit(page.limit + 1);
  if (page.cursor !== undefined) query = query.where('contacts.number', '>', page.cursor);
  if (filter.number !== undefined) {
    // Compares the prefix as a range, for which SQLite uses the index: a colon sorts after all digits.
    query = query
      .where('contacts.number', '>=', filter.number)
      .where('contacts.number', '<', `${filter.number}:`);
  }
  if (filter.name !== undefined)
    // A name of ASCII alone has as many octets as characters. `lower` knows the letters of ASCII, and costs a tenth of
    // a call of JavaScript.
    query = query.where(
      sql<boolean>`instr(CASE WHEN octet_length(contacts.name) > length(contacts.name)
        THEN plain_name(contacts.name) ELSE lower(contacts.name) END, ${asked(filter.name)}) > 0`,
    );
  if (filter.language !== undefined) query = query.where('contacts.language', '=', filter.language);
  if (filter.postalCode !== undefined) query = query.where('contacts.postal_code', '=', filter.postalCode);
  const { list } = filter;
  if (list !== undefined) {
    query = query.where(({ exists, selectFrom }) =>
      exists(
        selectFrom('list_members')
          .select('list_members.list_id')
          .where('list_members.list_id', '=', list)
          .whereRef('list_members.number', '=', 'contacts.number'),
      ),
    );
  }
  const rows = await query.execute();
  return cutPage(rows.map(toContact), page, ({ number }) => number);
};
