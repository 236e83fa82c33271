import type { Msisdn } from '../../domain/messages/msisdn.ts';
import type { Column, ImportField } from '../../domain/people/import-columns.ts';
import type { ImportRow, RowWarning, WarningKind } from '../../domain/people/import-job.ts';

/** What is known of numbers and places beyond the file. */
export interface RowChecks {
  /** Why a number can't get an SMS, such as `is a fixed line`; undefined if it can, or if nobody knows. */
  whyNoSms(number: Msisdn): string | undefined;
  /** Whether a position is outside the country, and inside it with latitude and longitude swapped. */
  isSwapped(position: { readonly lat: number; readonly lon: number }): boolean;
}

/** The names of languages, which the ICU of Node has; languages that it doesn't know have none. */
const languageNames = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' });

/**
 * What may be a mistake in a row that is taken in. The messages have nothing of the cells: erasing a person doesn't
 * remove them.
 *
 * @param language the primary subtag of the language
 */
export const warningsOf = (
  { number, language, position }: Pick<ImportRow, 'number' | 'language' | 'position'>,
  cells: readonly string[],
  row: number,
  columns: readonly Column[],
  checks: RowChecks,
): readonly RowWarning[] => {
  const warnings: RowWarning[] = [];
  const warn = (kind: WarningKind, column: string | undefined, message: string): void => {
    warnings.push({ row, column, kind, message });
  };
  for (const [index, column] of columns.entries()) {
    if (column.kind !== 'ignored' && /[\n\r]/.test((cells[index] ?? '').trim()))
      warn('lines', column.header, 'has several lines: see whether a quote in it is missing');
  }
  const wrong = language === undefined ? undefined : languageFault(language);
  if (wrong !== undefined) warn('language', headerOf(columns, 'language'), wrong);
  if (position !== undefined && checks.isSwapped(position))
    warn(
      'position',
      headerOf(columns, 'lat'),
      'is outside the country, and inside if lat and lon are swapped',
    );
  const noSms = checks.whyNoSms(number);
  if (noSms !== undefined) warn('number', headerOf(columns, 'number'), `${noSms}, and may get no SMS`);
  return warnings;
};

const languageFault = (language: string): string | undefined => {
  const unknown = 'is no language that BCP 47 names: no text will be in it';
  try {
    const [canonical = ''] = Intl.getCanonicalLocales(language);
    if (languageNames.of(canonical) === undefined) return unknown;
    return canonical === language ? undefined : 'is not how BCP 47 writes this language, such as fr for fra';
  } catch (error) {
    if (error instanceof RangeError) return unknown;
    throw error;
  }
};

export const headerOf = (columns: readonly Column[], field: ImportField): string | undefined => {
  const found = columns.find((column) => column.kind === 'field' && column.field === field);
  return found?.kind === 'field' ? found.header : undefined;
};
