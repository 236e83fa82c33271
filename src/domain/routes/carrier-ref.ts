import type { ReceiptSpelling } from './route.ts';

/**
 * A carrier's reference of a part, without leading zeros: some carriers pad their ids in answers but not in receipts,
 * or the other way round. A reference of zeros alone becomes `0`; '' stays ''.
 */
export const withoutZeros = (ref: string): string =>
  // This runs several times for each receipt. Most ids have no leading zero, and the check takes a tenth of the time of
  // the expression.
  ref.startsWith('0') ? ref.replace(/^0+(?!$)/, '') : ref;

/** Whether two spellings are one id: leading zeros and the case of letters do not count. */
export const isSameRef = (one: string, other: string): boolean =>
  one === other || withoutZeros(one).toLowerCase() === withoutZeros(other).toLowerCase();

const HEX = /^[0-9a-f]+$/i;
const DEC = /^[0-9]+$/;
/**
 * Ids up to 64 bits are converted between bases: 20 decimal or 16 hexadecimal digits. A longer id is compared only as
 * it is.
 */
const MAX_DEC_DIGITS = 20;
const MAX_HEX_DIGITS = 16;

export const isDecimal = (id: string): boolean => DEC.test(id);

/** Reads the id as a hexadecimal number and writes it in decimal: '10' gives '16'. */
export const hexToDec = (id: string): string | undefined =>
  HEX.test(id) && withoutZeros(id).length <= MAX_HEX_DIGITS ? BigInt(`0x${id}`).toString() : undefined;

export const decToHex = (id: string): string | undefined =>
  DEC.test(id) && withoutZeros(id).length <= MAX_DEC_DIGITS ? BigInt(id).toString(16) : undefined;

/** A number of so many digits in one base is millions apart from what its digits mean in the other base. */
const FAR_APART = 8;

/**
 * Whether two ids that are one number in two bases may both have been given within the time in which receipts come: by
 * a counter, 10 in hexadecimal and 16 in decimal. Long ids meet only if they are one id in two spellings.
 */
export const mayMeetByChance = (one: string, other: string): boolean =>
  Math.max(withoutZeros(one).length, withoutZeros(other).length) < FAR_APART;

/** Whether two ids are the same one, which no other message has within the time in which receipts come. */
export const isLongId = (one: string, other: string): boolean =>
  isSameRef(one, other) && !mayMeetByChance(one, other);

/** The id and, if it is hexadecimal with letters, the id in lower and in upper case. */
const bothCases = (id: string): readonly string[] =>
  DEC.test(id) || !HEX.test(id) ? [id] : [...new Set([id, id.toLowerCase(), id.toUpperCase()])];

/** What the response gave for this id of a receipt, if receipts have this spelling; empty if the id can't have it. */
export const spelled = (id: string, spelling: ReceiptSpelling): readonly string[] => {
  const given = spelling === 'as-is' ? id : spelling === 'hex' ? hexToDec(id) : decToHex(id);
  return given === undefined ? [] : bothCases(given);
};

export const SPELLINGS: readonly ReceiptSpelling[] = ['as-is', 'hex', 'dec'];

/** What the response may have given for this id of a receipt, whichever spelling receipts have. */
export const spellingsOf = (id: string): readonly string[] =>
  SPELLINGS.flatMap((spelling) => spelled(id, spelling));
