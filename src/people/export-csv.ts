import type { Msisdn } from '../domain/messages/msisdn.ts';
import type { Contact } from '../domain/people/contact.ts';
import type { ContactFilter, ContactRepository } from '../domain/people/contact-repository.ts';
import { isUsual } from '../domain/people/import-columns.ts';
import type { MemberRepository, Membership } from '../domain/people/membership.ts';
import { csvCell } from '../kernel/csv-cell.ts';

const PAGE = 1000;
const COLUMNS = ['number', 'name', 'language', 'lat', 'lon', 'postalCode'];
const OF_LIST = ['consent', 'consentSource', 'consentAt'];

export interface Exported {
  readonly contacts: Pick<ContactRepository, 'list' | 'attributeNames'>;
  readonly members: Pick<MemberRepository, 'among'>;
}

/**
 * Writes the contacts as CSV, page by page: first the header with all attribute names in use, then the rows. For a
 * list it writes the members, with their consent to that list.
 */
export async function* csvOf(
  { contacts, members }: Exported,
  list: number | undefined,
): AsyncGenerator<string, void, undefined> {
  const names = await contacts.attributeNames();
  const fields = [...COLUMNS, ...(list === undefined ? [] : OF_LIST)];
  const headers = [...fields, ...names.map(headerOf)];
  yield `${headers.map(csvCell).join(',')}\r\n`;
  const filter: ContactFilter = {
    number: undefined,
    name: undefined,
    language: undefined,
    postalCode: undefined,
    list,
  };
  for (let cursor: string | undefined; ; ) {
    const page = await contacts.list(filter, { limit: PAGE, cursor });
    const said = list === undefined ? undefined : await saidTo({ members }, list, page.items);
    // A contact that left the list between the two queries is left out.
    const rows = page.items.filter(({ number }) => said === undefined || said.has(number));
    if (rows.length > 0)
      yield rows.map((contact) => lineOf(contact, said?.get(contact.number), names)).join('');
    if (page.next === undefined) return;
    cursor = page.next;
  }
}

/** A header for an attribute that an import reads as the same attribute again. */
const headerOf = (name: string): string => (isUsual(name) ? `attributes.${name}` : name);

const saidTo = async (
  { members }: Pick<Exported, 'members'>,
  list: number,
  contacts: readonly Contact[],
): Promise<ReadonlyMap<Msisdn, Membership>> => {
  const found = await members.among(
    list,
    contacts.map(({ number }) => number),
  );
  return new Map(found.map((one) => [one.number, one]));
};

const lineOf = (contact: Contact, said: Membership | undefined, names: readonly string[]): string => {
  const { number, name, language, position, postalCode, attributes } = contact;
  const consent = said && [said.consent, said.consentSource, new Date(said.consentAt).toISOString()];
  const cells = [number, name, language, position?.lat, position?.lon, postalCode, ...(consent ?? [])];
  const rest = names.map((key) => (Object.hasOwn(attributes, key) ? attributes[key] : undefined));
  return `${[...cells, ...rest].map(csvCell).join(',')}\r\n`;
};
