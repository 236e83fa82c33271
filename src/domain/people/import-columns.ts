/** The fields that a column can fill, apart from attributes: those of a contact, or of its membership in a list. */
export const importFields = [
  'number',
  'name',
  'language',
  'lat',
  'lon',
  'postalCode',
  'consent',
  'consentSource',
  'consentAt',
] as const;
export type ImportField = (typeof importFields)[number];

export type Column =
  | { readonly kind: 'field'; readonly field: ImportField; readonly header: string }
  | { readonly kind: 'attribute'; readonly name: string; readonly header: string }
  | { readonly kind: 'ignored' };

export type Columns =
  | { readonly kind: 'ok'; readonly columns: readonly Column[] }
  | { readonly kind: 'wrong'; readonly why: string };

const IGNORE = 'ignore';
const ATTRIBUTES = 'attributes.';
const ATTRIBUTE_NAME = /^[\p{L}\p{N}][\p{L}\p{N}_-]{0,63}$/u;
const MAX_COLUMNS = 200;

/** The headers that are usual for each field, in lower case, without accents and punctuation. */
const usual: Readonly<Record<ImportField, readonly string[]>> = {
  number: [
    'number',
    'phone',
    'phonenumber',
    'mobile',
    'mobilephone',
    'telephone',
    'telephonemobile',
    'tel',
    'portable',
    'gsm',
    'msisdn',
    'numero',
  ],
  name: ['name', 'fullname', 'nom', 'nomcomplet', 'nometprenom'],
  language: ['language', 'lang', 'langue'],
  lat: ['lat', 'latitude'],
  lon: ['lon', 'lng', 'long', 'longitude'],
  postalCode: ['postalcode', 'postcode', 'zip', 'zipcode', 'codepostal', 'cp'],
  consent: ['consent', 'consentement'],
  consentSource: ['consentsource', 'sourceduconsentement'],
  consentAt: ['consentat', 'consentdate', 'dateduconsentement'],
};

const plain = (header: string): string =>
  header
    .normalize('NFD')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '')
    .replaceAll(/\p{M}/gu, '');

const isField = (text: string): text is ImportField => importFields.some((field) => field === text);

/** Whether this text is a valid target for a column. */
export const isTarget = (text: string): boolean =>
  text === IGNORE ||
  isField(text) ||
  (text.startsWith(ATTRIBUTES) && ATTRIBUTE_NAME.test(text.slice(ATTRIBUTES.length)));

/**
 * Finds the target of each column of a file.
 *
 * @param mapped targets by header, as the request asked for them
 * @param others what to do with columns that are neither mapped nor known
 */
export const columnsOf = (
  headers: readonly string[],
  mapped: Readonly<Record<string, string>>,
  others: 'attributes' | 'ignore',
): Columns => {
  if (headers.length > MAX_COLUMNS) return wrong(`the file has more than ${MAX_COLUMNS} columns`);
  const trimmed = headers.map((header) => header.trim());
  const absent = Object.keys(mapped).find((header) => !trimmed.includes(header));
  if (absent !== undefined) return wrong(`the file has no column "${absent}"`);
  const columns = trimmed.map((header) => columnOf(header, mapped, others));
  const bad = columns.find((column) => typeof column === 'string');
  if (bad !== undefined) return wrong(bad);
  const good = columns.filter((column) => typeof column !== 'string');
  const targets = good.flatMap((column) => (column.kind === 'ignored' ? [] : [targetOf(column)]));
  const twice = targets.find((target, index) => targets.indexOf(target) !== index);
  if (twice !== undefined) return wrong(`two columns are both ${twice}: map one of them to something else`);
  if (!targets.includes('number'))
    return wrong('no column is the number: call it "number", or map the one that is');
  return { kind: 'ok', columns: good };
};

const wrong = (why: string): Columns => ({ kind: 'wrong', why });

const targetOf = (column: Exclude<Column, { kind: 'ignored' }>): string =>
  column.kind === 'field' ? column.field : `${ATTRIBUTES}${column.name}`;

/** The target of a column, or the reason why it has none. */
const columnOf = (
  header: string,
  mapped: Readonly<Record<string, string>>,
  others: 'attributes' | 'ignore',
): Column | string => {
  const target = Object.hasOwn(mapped, header) ? mapped[header] : usualTarget(header);
  if (target === IGNORE || header === '') return { kind: 'ignored' };
  if (target !== undefined && isField(target)) return { kind: 'field', field: target, header };
  if (target?.startsWith(ATTRIBUTES) === true)
    return { kind: 'attribute', name: target.slice(ATTRIBUTES.length), header };
  if (others === IGNORE) return { kind: 'ignored' };
  // The header is turned into a valid attribute name, so that placeholders of templates can use it.
  const name = header
    .normalize('NFC')
    .replaceAll(/[^\p{L}\p{N}_-]+/gu, '_')
    .replace(/^[_-]+/, '');
  return ATTRIBUTE_NAME.test(name)
    ? { kind: 'attribute', name, header }
    : `no attribute can be called "${header.slice(0, 40)}": map it to something else`;
};

const usualTarget = (header: string): string | undefined => {
  // An export writes `attributes.` before an attribute whose name is also that of a field.
  if (header.startsWith(ATTRIBUTES) && isTarget(header)) return header;
  const spelling = plain(header);
  return importFields.find((field) => usual[field].includes(spelling));
};

/** Whether a column with this header fills a field of a contact or a membership if the request doesn't map it. */
export const isUsual = (header: string): boolean => usualTarget(header) !== undefined;
