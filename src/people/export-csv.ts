import type { Contact } from '../domain/contact.ts';
import { csvCell } from '../domain/csv-cell.ts';
import type { ContactBook, ContactFilter } from '../domain/people.ts';

const PAGE = 1000;
const COLUMNS = ['number', 'name', 'language', 'lat', 'lon', 'postalCode'];
/** The contacts as CSV, some at a time: first a look at which attributes there are, then the rows. */
export async function* csvOf(
  contacts: Pick<ContactBook, 'list' | 'attributeNames'>,
  list: number | undefined,
): AsyncGenerator<string, void, undefined> {
  const names = await contacts.attributeNames();
  const headers = [
    ...COLUMNS,
    ...names.map((name) => (COLUMNS.includes(name) ? `attributes.${name}` : name)),
  ];
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
    if (page.items.length > 0) yield page.items.map((contact) => lineOf(contact, names)).join('');
    if (page.next === undefined) return;
    cursor = page.next;
  }
}

const lineOf = (contact: Contact, names: readonly string[]): string => {
  const { number, name, language, position, postalCode, attributes } = contact;
  const cells = [number, name, language, position?.lat, position?.lon, postalCode];
  const rest = names.map((key) => (Object.hasOwn(attributes, key) ? attributes[key] : undefined));
  return `${[...cells, ...rest].map(csvCell).join(',')}\r\n`;
};
