import { delimiterOf, SEP } from '../../../../kernel/encoding/csv-delimiter.ts';

/** The gateway takes no larger file. */
export const MOST_OCTETS = 256 * 1024 * 1024;
/** Enough to see the header and some rows of any file that people have. */
const HEAD_OCTETS = 64 * 1024;
const MOST_SAMPLES = 3;

export type WrongFile = 'tooLarge' | 'empty' | 'excel' | 'vcard' | 'pdf' | 'binary';

export type FileHead =
  | {
      readonly kind: 'table';
      readonly headers: readonly string[];
      readonly samples: readonly (readonly string[])[];
    }
  | { readonly kind: 'wrong'; readonly why: WrongFile };

const wrong = (why: WrongFile): FileHead => ({ kind: 'wrong', why });

/** Looks at the beginning of a file only: a file of hundreds of megabytes is never read whole. */
export const readHead = async (file: Blob): Promise<FileHead> => {
  if (file.size === 0) return wrong('empty');
  if (file.size > MOST_OCTETS) return wrong('tooLarge');
  const octets = new Uint8Array(await file.slice(0, HEAD_OCTETS).arrayBuffer());
  return headOf(octets);
};

/** What the first octets of a file show: its columns and some rows, or that it is no table of text. */
export const headOf = (octets: Uint8Array): FileHead => {
  const begins = (...signature: readonly number[]): boolean =>
    signature.every((one, at) => octets[at] === one);
  // Zip, which is what .xlsx and .ods are, and the older .xls.
  if (begins(0x50, 0x4b, 3, 4) || begins(0xd0, 0xcf, 0x11, 0xe0)) return wrong('excel');
  if (begins(0x25, 0x50, 0x44, 0x46)) return wrong('pdf');
  const text = textOf(octets);
  if (/^\s*BEGIN:VCARD/i.test(text)) return wrong('vcard');
  if (text.includes(String.fromCharCode(0))) return wrong('binary');
  const sep = SEP.exec(text);
  const rest = sep === null ? text : text.slice(sep[0].length);
  const [headers = [], ...samples] = rowsOf(rest, sep?.[1] ?? delimiterOf(rest), MOST_SAMPLES + 1);
  if (headers.every((one) => one.trim() === '')) return wrong('empty');
  return { kind: 'table', headers: headers.map((one) => one.trim()), samples };
};

const textOf = (octets: Uint8Array): string => {
  if (octets[0] === 0xff && octets[1] === 0xfe) return new TextDecoder('utf-16le').decode(octets);
  if (octets[0] === 0xfe && octets[1] === 0xff) return new TextDecoder('utf-16be').decode(octets);
  try {
    // As a stream: the end of the piece may cut a letter in two.
    return new TextDecoder('utf-8', { fatal: true }).decode(octets, { stream: true });
  } catch {
    return new TextDecoder('windows-1252').decode(octets);
  }
};

/** The first rows of a CSV text (RFC 4180). */
const rowsOf = (text: string, delimiter: string, most: number): string[][] => {
  const rows: string[][] = [];
  let cells: string[] = [];
  let cell = '';
  let isQuoted = false;
  const endRow = (): void => {
    cells.push(cell);
    if (cells.some((one) => one.trim() !== '')) rows.push(cells);
    cells = [];
    cell = '';
  };
  for (let at = 0; at < text.length && rows.length < most; at++) {
    const character = text.charAt(at);
    if (isQuoted && character === '"' && text.charAt(at + 1) === '"') {
      cell += '"';
      at++;
    } else if (character === '"' && (isQuoted || cell === '')) isQuoted = !isQuoted;
    else if (isQuoted) cell += character;
    else if (character === delimiter) {
      cells.push(cell);
      cell = '';
    } else if (character === '\n' || character === '\r') endRow();
    else cell += character;
  }
  if (rows.length < most && (cell !== '' || cells.length > 0)) endRow();
  return rows;
};
