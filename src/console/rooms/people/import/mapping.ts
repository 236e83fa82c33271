import { columnsOf, importFields } from '../../../../domain/people/import-columns.ts';

/** What a person may choose for a column, besides an own field of the file's name. */
export const targets = ['ignore', ...importFields] as const;

/** What the gateway will make of each column; `attributes.…` for a field of one's own. */
export const targetOfHeader = (header: string): string => {
  const found = columnsOf([header, 'number'], { number: 'ignore' }, 'attributes');
  // Alone with a column that is left out, a header that isn't the number is refused for that: so each is looked at
  // beside a number of its own.
  const beside =
    found.kind === 'ok' ? found : columnsOf([header, '\u0000'], { '\u0000': 'number' }, 'attributes');
  const [column] = beside.kind === 'ok' ? beside.columns : [];
  if (column === undefined || column.kind === 'ignored') return 'ignore';
  return column.kind === 'field' ? column.field : `attributes.${column.name}`;
};

export type MappingFault =
  | 'noNumber'
  /** A column without a header: the gateway leaves it out, whatever is asked. */
  | 'noHeader'
  | { readonly twice: string }
  /** Columns of one header that shall be different things: the gateway is told what a header is, not a column. */
  | { readonly alike: string };

/** What keeps a file with these columns from being taken as they stand here. */
export const faultOfMapping = (
  headers: readonly string[],
  chosen: readonly string[],
): MappingFault | undefined => {
  const used = chosen.filter((one) => one !== 'ignore');
  if (headers.some((header, at) => header === '' && chosen[at] !== 'ignore')) return 'noHeader';
  const alike = headers.find((header, at) => {
    const first = headers.indexOf(header);
    return header !== '' && chosen[first] !== chosen[at];
  });
  if (alike !== undefined) return { alike };
  if (!used.includes('number')) return 'noNumber';
  const twice = used.find((one, at) => used.indexOf(one) !== at);
  return twice === undefined ? undefined : { twice };
};

/** The `map` of the request: only the columns for which the person chose something else than the gateway would. */
export const mapOf = (headers: readonly string[], chosen: readonly string[]): readonly string[] =>
  headers.flatMap((header, at) => {
    const target = chosen[at] ?? 'ignore';
    return header === '' || target === targetOfHeader(header) ? [] : [`${header}=${target}`];
  });
