/** Where the cells of a column go: a field of a contact, its membership, or `attributes.…`. */
const importFields = [
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

/** As headers are called in files that exist, without case, accents and punctuation. */
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

/** Whether a column can be mapped to it. */
export const isTarget = (text: string): boolean =>
  text === IGNORE ||
  isField(text) ||
  (text.startsWith(ATTRIBUTES) && ATTRIBUTE_NAME.test(text.slice(ATTRIBUTES.length)));

/**
 * What the columns of a file are.
 *
 * @param mapped targets by header, as they were asked for
 * @param others what becomes of those that are neither mapped nor usual
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

/** The column, or why there is none. */
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
  // As an attribute may be called: placeholders of templates name it.
  const name = header
    .normalize('NFC')
    .replaceAll(/[^\p{L}\p{N}_-]+/gu, '_')
    .replace(/^[_-]+/, '');
  return ATTRIBUTE_NAME.test(name)
    ? { kind: 'attribute', name, header }
    : `no attribute can be called "${header.slice(0, 40)}": map it to something else`;
};

const usualTarget = (header: string): string | undefined => {
  // As an export calls an attribute that has the name of something else.
  if (header.startsWith(ATTRIBUTES) && isTarget(header)) return header;
  const spelling = plain(header);
  return importFields.find((field) => usual[field].includes(spelling));
};

/** Whether a column called so is a field, unless it is mapped. */
export const isUsual = (header: string): boolean => usualTarget(header) !== undefined;
