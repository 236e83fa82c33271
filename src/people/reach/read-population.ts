import { MOST_POPULATION_ROWS, type PopulationRow } from '../../domain/people/reach.ts';
import { csvRows } from '../import/csv-rows.ts';
import { EncodingScan } from '../import/encoding-scan.ts';

interface RowFault {
  /** As in a spreadsheet: the header is row 1. */
  readonly row: number;
  readonly message: string;
}

export type PopulationRead =
  | { readonly kind: 'rows'; readonly rows: readonly PopulationRow[] }
  | { readonly kind: 'faults'; readonly faults: readonly RowFault[] };

const MOST_FAULTS = 20;
const MOST = 1_000_000_000;

/** The usual headers, in lower case, without accents and punctuation. */
const usual = {
  postalCode: ['postalcode', 'postcode', 'zip', 'codepostal', 'cp'],
  area: ['area', 'areaid', 'zone'],
  inhabitants: ['inhabitants', 'population', 'habitants', 'pop'],
  households: ['households', 'menages', 'foyers', 'logements'],
} as const;
type Column = keyof typeof usual;

const plain = (header: string): string =>
  header
    .normalize('NFD')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');

const columnOf = (header: string): Column | undefined =>
  (Object.keys(usual) as Column[]).find((column) =>
    (usual[column] as readonly string[]).includes(plain(header)),
  );

/** A whole number, also with blanks between its thousands. */
const countIn = (text: string): number | undefined => {
  const digits = text.replaceAll(/[\s\u202f]/g, '');
  return /^\d{1,10}$/.test(digits) && Number(digits) <= MOST ? Number(digits) : undefined;
};

/** Reads a CSV file of inhabitants: any encoding and delimiter that an import of contacts takes. */
export const readPopulationFile = async (file: Uint8Array): Promise<PopulationRead> => {
  const scan = new EncodingScan();
  scan.push(file);
  const { encoding } = scan.end();
  let columns: readonly (Column | undefined)[] | undefined;
  const rows: PopulationRow[] = [];
  const faults: RowFault[] = [];
  let row = 0;
  for await (const read of csvRows(once(file), encoding, undefined)) {
    row++;
    if (faults.length >= MOST_FAULTS || rows.length > MOST_POPULATION_ROWS) break;
    if ('fault' in read) faults.push({ row, message: read.fault });
    else if (columns === undefined) {
      columns = read.cells.map(columnOf);
      const has = (column: Column): boolean => columns?.includes(column) === true;
      if (!has('inhabitants') || !(has('postalCode') || has('area')))
        return fault(row, 'the header names no column postalCode or area, or no column inhabitants');
    } else if (read.cells.some((cell) => cell.trim() !== '')) {
      const made = rowOf(columns, read.cells);
      if (typeof made === 'string') faults.push({ row, message: made });
      else rows.push(made);
    }
  }
  if (columns === undefined) return fault(1, 'the file is empty');
  if (rows.length > MOST_POPULATION_ROWS)
    return fault(row, `there are more than ${MOST_POPULATION_ROWS} rows`);
  return faults.length > 0 ? { kind: 'faults', faults } : { kind: 'rows', rows };
};

async function* once(file: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
  yield file;
}

const fault = (row: number, message: string): PopulationRead => ({
  kind: 'faults',
  faults: [{ row, message }],
});

const rowOf = (
  columns: readonly (Column | undefined)[],
  cells: readonly string[],
): PopulationRow | string => {
  const cell = (column: Column): string => cells[columns.indexOf(column)]?.trim() ?? '';
  const code = cell('postalCode');
  const area = cell('area');
  if ((code === '') === (area === '')) return 'has to have a postal code or the id of an area, not both';
  if (code.length > 16) return 'has a postal code of more than 16 characters';
  if (area !== '' && !/^[1-9]\d{0,14}$/.test(area)) return 'the area is not the id of one';
  const inhabitants = countIn(cell('inhabitants'));
  if (inhabitants === undefined) return 'inhabitants is no whole number';
  const households = cell('households') === '' ? undefined : countIn(cell('households'));
  if (cell('households') !== '' && households === undefined) return 'households is no whole number';
  return code === ''
    ? { kind: 'area', place: area, inhabitants, households }
    : { kind: 'postalCode', place: code, inhabitants, households };
};

/** The second of two rows for one place, by its index; undefined if there is none. */
export const firstTwice = (rows: readonly PopulationRow[]): number | undefined => {
  const seen = new Set<string>();
  const index = rows.findIndex(({ kind, place }) => {
    const key = `${kind} ${place}`;
    if (seen.has(key)) return true;
    seen.add(key);
    return false;
  });
  return index === -1 ? undefined : index;
};
