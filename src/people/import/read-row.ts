import { type Msisdn, NO_NUMBER } from '../../domain/messages/msisdn.ts';
import type { Column, ImportField } from '../../domain/people/import-columns.ts';
import type { ImportOptions, ImportRow, RowError, RowWarning } from '../../domain/people/import-job.ts';
import { consents } from '../../domain/people/membership.ts';
import { bareCell } from '../../kernel/csv-cell.ts';
import { headerOf, type RowChecks, warningsOf } from './row-warnings.ts';

const MAX_CELL = 500;
const LANGUAGE = /^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*$/;
/** A date and time of RFC 3339, or the date alone. */
const TIME = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2}))?$/;
// Made from their codes, since control characters can't be seen in a source file.
const NUL = String.fromCharCode(0);
const REPLACED = String.fromCharCode(0xfffd);

const consentWords: Readonly<Record<string, (typeof consents)[number]>> = {
  yes: 'given',
  oui: 'given',
  true: 'given',
  '1': 'given',
  no: 'refused',
  non: 'refused',
  false: 'refused',
  '0': 'refused',
};

export type ReadRow =
  | { readonly kind: 'row'; readonly row: ImportRow; readonly warnings: readonly RowWarning[] }
  | { readonly kind: 'empty' }
  | { readonly kind: 'refused'; readonly errors: readonly RowError[] };

export interface Reading {
  readonly columns: readonly Column[];
  readonly options: ImportOptions;
  readonly normalise: (text: string) => Msisdn | undefined;
  readonly checks: RowChecks;
  /** The WHATWG name of the encoding of the file. */
  readonly encoding: string;
  /** The time of a consent whose row gives no time, in ms since the epoch. */
  readonly nowMs: number;
}

/**
 * Reads a record as a contact, or lists everything that is wrong with it.
 *
 * @param row number of the row as a spreadsheet shows it
 */
export const readRow = (cells: readonly string[], row: number, reading: Reading): ReadRow => {
  if (cells.every((cell) => cell.trim() === '')) return { kind: 'empty' };
  const { columns, encoding } = reading;
  const errors: RowError[] = [];
  const fail = (column: string | undefined, message: string): void => {
    errors.push({ row, column, message });
  };
  if (cells.length > columns.length && cells.slice(columns.length).some((cell) => cell.trim() !== ''))
    fail(undefined, `has ${cells.length} cells, the header ${columns.length}`);
  const fields: Partial<Record<ImportField, { readonly text: string; readonly header: string }>> = {};
  const attributes: [name: string, text: string][] = [];
  for (const [index, column] of columns.entries()) {
    const text = tidy(cells[index] ?? '');
    if (column.kind === 'ignored' || text === '') continue;
    const why = whyNot(text, encoding);
    if (why !== undefined) fail(column.header, why);
    else if (column.kind === 'field') fields[column.field] = { text, header: column.header };
    else attributes.push([column.name, text]);
  }
  /** The value of a cell; undefined if it is empty or wrong. */
  const read = <T>(field: ImportField, parse: (text: string) => T | undefined, message: string) => {
    const cell = fields[field];
    if (cell === undefined) return undefined;
    const value = parse(cell.text);
    if (value === undefined) fail(cell.header, message);
    return value;
  };
  const number = read('number', reading.normalise, NO_NUMBER);
  if (fields.number === undefined && !errors.some(({ column }) => column === headerOf(columns, 'number')))
    fail(headerOf(columns, 'number'), 'is missing');
  const language = read('language', languageOf, 'is no language, such as fr');
  const lat = read('lat', (text) => degrees(text, 90), 'is no latitude in degrees');
  const lon = read('lon', (text) => degrees(text, 180), 'is no longitude in degrees');
  if ((fields.lat === undefined) !== (fields.lon === undefined))
    fail(headerOf(columns, fields.lat === undefined ? 'lat' : 'lon'), 'is missing: a position is both');
  const postalCode = read(
    'postalCode',
    (text) => (text.length <= 16 ? text : undefined),
    'is no postal code',
  );
  const name = read(
    'name',
    (text) => (text.length <= 200 ? text : undefined),
    'is longer than 200 characters',
  );
  const membership = membershipOf(reading, read);
  if (errors.length > 0 || number === undefined) return { kind: 'refused', errors };
  const position = lat === undefined || lon === undefined ? undefined : { lat, lon };
  const warnings = warningsOf({ number, language, position }, cells, row, columns, reading.checks);
  return {
    kind: 'row',
    row: {
      number,
      name,
      language,
      attributes: Object.fromEntries(attributes),
      position,
      postalCode,
      membership,
    },
    warnings,
  };
};

type Read = <T>(field: ImportField, parse: (text: string) => T | undefined, message: string) => T | undefined;

const membershipOf = ({ options, nowMs }: Reading, read: Read): ImportRow['membership'] => {
  if (options.list === undefined) return undefined;
  return {
    consent: read('consent', consentOf, `is none of ${consents.join(', ')}`) ?? options.consent,
    consentSource: read('consentSource', (text) => text, '') ?? options.consentSource ?? 'import',
    consentAt: read('consentAt', timeOf, 'is no date or time, such as 2026-11-02') ?? nowMs,
  };
};

const tidy = (cell: string): string => bareCell(cell.trim());

const whyNot = (text: string, encoding: string): string | undefined => {
  if (text.length > MAX_CELL) return `is longer than ${MAX_CELL} characters`;
  if (text.includes(NUL)) return 'holds a NUL';
  if (!text.includes(REPLACED)) return undefined;
  return `is not ${encoding === 'utf-8' ? 'UTF-8' : encoding}`;
};

const languageOf = (text: string): string | undefined =>
  LANGUAGE.test(text) ? text.split('-', 1)[0]?.toLowerCase() : undefined;

const degrees = (text: string, most: number): number | undefined => {
  if (!/^[+-]?\d{1,3}(?:[.,]\d{1,15})?$/.test(text)) return undefined;
  const value = Number(text.replace(',', '.'));
  return Math.abs(value) <= most ? value : undefined;
};

const consentOf = (text: string): (typeof consents)[number] | undefined => {
  const word = text.toLowerCase();
  return (
    consents.find((consent) => consent === word) ??
    (Object.hasOwn(consentWords, word) ? consentWords[word] : undefined)
  );
};

const timeOf = (text: string): number | undefined => {
  const ms = TIME.test(text) ? Date.parse(text) : Number.NaN;
  // `Date.parse` reads the 31st of February as a day in March.
  const day = text.slice(0, 10);
  const isDay = !Number.isNaN(ms) && new Date(Date.parse(day)).toISOString().startsWith(day);
  return isDay ? ms : undefined;
};
