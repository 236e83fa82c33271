/**
 * The fields in a receipt's text (3.4, appendix B). Each carrier has a form of its own, so any field may be missing.
 */
export interface ReceiptText {
  readonly id: string | undefined;
  /** The state in capitals, such as DELIVRD or UNDELIV. */
  readonly stat: string | undefined;
  readonly err: string | undefined;
}

type Field = 'id' | 'stat' | 'err' | 'text' | 'other';

const spellings: Readonly<Record<string, Field>> = {
  id: 'id',
  msgid: 'id',
  messageid: 'id',
  stat: 'stat',
  status: 'stat',
  state: 'stat',
  err: 'err',
  error: 'err',
  errorcode: 'err',
  text: 'text',
  sub: 'other',
  dlvrd: 'other',
  submitdate: 'other',
  donedate: 'other',
};

const NAME =
  '(?:msg|message|submit|done|error)[ _]?(?:id|date|code)|id|stat(?:us|e)?|err(?:or)?|text|sub|dlvrd';
/** The name of a field with the `:` or `=` after it. The fields may come in any order, and their names in any case. */
const FIELD = new RegExp(`(?<![\\w-])(${NAME})\\s?[:=]`, 'gi');

/** Characters that may stand before and after a value: white space, separators and quotes. */
const AROUND = /^[\s"',;|]+|[\s"',;|]+$/g;
const FIRST_WORD = /^[^\s"',;|]+/;

/**
 * The largest number of characters of a field's value: a message_id has at most 64 (3.4, 5.2.23), and the values of the
 * other fields are shorter.
 */
const MAX_VALUE = 80;

/**
 * A receipt's text in the exact form of appendix B, which most carriers write. One match is faster than the search for
 * each field.
 */
const APPENDIX_B =
  /^id:([\w-]{1,64}) sub:\d{3} dlvrd:\d{3} submit date:\d{10,12} done date:\d{10,12} stat:([A-Z]{1,20}) err:(\w{1,20})(?: text:|$)/;

/** Reads the fields that can be found in a receipt's text; never fails. */
export const scanReceiptText = (text: string): ReceiptText => {
  const usual = APPENDIX_B.exec(text);
  return usual === null ? searchFields(text) : { id: usual[1], stat: usual[2], err: usual[3] };
};

/** Searches the fields of a receipt's text in any order and spelling. */
export const searchFields = (text: string): ReceiptText => {
  const plain = text.replaceAll('\0', ' ');
  const found: Partial<Record<Field, string>> = {};
  const fields = [...plain.matchAll(FIELD)];
  for (const [index, match] of fields.entries()) {
    const field = spellings[(match[1] ?? '').toLowerCase().replace(/[ _]/, '')] ?? 'other';
    // The text of the original message follows, and may contain words that look like fields, so the search ends. If no
    // id or state was found yet, the carrier puts that text before the fields, and the search goes on.
    if (field === 'text' && (found.id !== undefined || found.stat !== undefined)) break;
    const start = match.index + match[0].length;
    const end = Math.min(fields[index + 1]?.index ?? plain.length, start + MAX_VALUE);
    const value = plain.slice(start, end).replace(AROUND, '');
    if (value !== '') found[field] ??= value;
  }
  return {
    id: firstWord(found.id),
    stat: firstWord(found.stat)?.toUpperCase(),
    // `err` is the whole value and not its first word, since some carriers write the error in words.
    err: found.err,
  };
};

const QUOTE = /(?<![\w-])text\s?[:=]/i;
const STATE_OR_ID = /(?<![\w-])(?:id|stat(?:us|e)?)\s?[:=]/i;

/**
 * The receipt's text without the quote of our message, which may hold a code that only its recipient may see. Fields
 * behind the quote are kept only if neither an id nor a state stands before it.
 */
export const withoutQuote = (text: string): string => {
  const quote = QUOTE.exec(text);
  if (quote === null) return text;
  const end = quote.index + quote[0].length;
  const before = text.slice(0, end);
  const fields = STATE_OR_ID.test(before) ? -1 : text.slice(end).search(STATE_OR_ID);
  return fields < 0 ? `${before}…` : `${before}… ${text.slice(end + fields)}`;
};

const firstWord = (value: string | undefined): string | undefined =>
  value === undefined ? undefined : (FIRST_WORD.exec(value)?.[0] ?? undefined);
