/** What a receipt's text says (3.4, appendix B); its form is each carrier's own, so any of it may be missing. */
export interface ReceiptText {
  readonly id: string | undefined;
  /** In capitals: DELIVRD, UNDELIV, … */
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
/** `name:value` or `name=value`, in any order, names in any case. */
const FIELD = new RegExp(`(?<![\\w-])(${NAME})\\s?[:=]`, 'gi');

/** Between a value and what comes next: a carrier's separators, quotes, the NUL of a C-string. */
const AROUND = /^[\s"',;|]+|[\s"',;|]+$/g;
const FIRST_WORD = /^[^\s"',;|]+/;

/** A message_id has at most 64 characters (5.2.23), and no other field that is read is longer. */
const MAX_VALUE = 80;

/** The form of appendix B to the letter, which most carriers keep to; its fields need no search. */
const APPENDIX_B =
  /^id:([\w-]{1,64}) sub:\d{3} dlvrd:\d{3} submit date:\d{10,12} done date:\d{10,12} stat:([A-Z]{1,20}) err:(\w{1,20})(?: text:|$)/;

/** Reads what can be read of a receipt's text; never fails. */
export const scanReceiptText = (text: string): ReceiptText => {
  const usual = APPENDIX_B.exec(text);
  return usual === null ? searchFields(text) : { id: usual[1], stat: usual[2], err: usual[3] };
};

/** The same in any form. */
export const searchFields = (text: string): ReceiptText => {
  const plain = text.replaceAll('\0', ' ');
  const found: Partial<Record<Field, string>> = {};
  const fields = [...plain.matchAll(FIELD)];
  for (const [index, match] of fields.entries()) {
    const field = spellings[(match[1] ?? '').toLowerCase().replace(/[ _]/, '')] ?? 'other';
    // What follows are the message's own words, and they may say anything; some carriers put them first.
    if (field === 'text' && (found.id !== undefined || found.stat !== undefined)) break;
    const start = match.index + match[0].length;
    const end = Math.min(fields[index + 1]?.index ?? plain.length, start + MAX_VALUE);
    const value = plain.slice(start, end).replace(AROUND, '');
    if (value !== '') found[field] ??= value;
  }
  return {
    id: firstWord(found.id),
    stat: firstWord(found.stat)?.toUpperCase(),
    // Some say it in words.
    err: found.err,
  };
};

const firstWord = (value: string | undefined): string | undefined =>
  value === undefined ? undefined : (FIRST_WORD.exec(value)?.[0] ?? undefined);
