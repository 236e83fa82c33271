import type { Encoding } from './encoding.ts';
import { septetCount, septetWidth } from './gsm7.ts';

interface Capacity {
  /** The capacity of the only part of a message, which has no header. */
  readonly single: number;
  /** The capacity of each part of a longer message: 140 octets minus the 7 of `concatHeader`. */
  readonly several: number;
}

/** The capacity of a part: septets for `gsm7`, UTF-16 units for `ucs2` (TS 23.040 9.2.3.24.1). */
export const capacities: Readonly<Record<Encoding, Capacity>> = {
  gsm7: { single: 160, several: 152 },
  ucs2: { single: 70, several: 66 },
};

/**
 * Cuts `text` into its parts; joined, they are the text. No cut is inside an escape sequence, a surrogate pair or a
 * grapheme, unless a grapheme alone is longer than a part. There may be more than the 255 parts that a header can
 * count: the caller refuses those.
 * @throws RangeError if the encoding is `gsm7` and the text has a character that GSM-7 lacks
 */
export const cut = (text: string, encoding: Encoding): readonly string[] => {
  const length = encoding === 'gsm7' ? septetCount(text) : text.length;
  if (length <= capacities[encoding].single) return [text];
  const endOfPart = encoding === 'gsm7' ? endOfGsm7Part : endOfUcs2Part;
  const parts: string[] = [];
  for (let start = 0; start < text.length; ) {
    const end = endOfPart(text, start);
    parts.push(text.slice(start, end));
    start = end;
  }
  return parts;
};

/** Each character of GSM-7 is a grapheme, except CR LF, which is one grapheme. */
const endOfGsm7Part = (text: string, start: number): number => {
  let septets = 0;
  let end = start;
  while (end < text.length) {
    septets += septetWidth(text.charCodeAt(end));
    if (septets > capacities.gsm7.several) break;
    end++;
  }
  return text.charCodeAt(end - 1) === 0x0d && text.charCodeAt(end) === 0x0a ? end - 1 : end;
};

// Graphemes are the same in every locale (UAX 29).
const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

const endOfUcs2Part = (text: string, start: number): number => {
  const room = capacities.ucs2.several;
  if (text.length - start <= room) return text.length;
  // Where a grapheme ends depends only on its own characters and the next one. The text of two parts is therefore
  // enough to find where the grapheme at the limit begins, and whether it fits into a part. So the time grows only with
  // the length of the text, even if all of it is one grapheme.
  const straddling = graphemes.segment(text.slice(start, start + 2 * room + 2)).containing(room);
  if (straddling !== undefined && straddling.segment.length <= room) return start + straddling.index;
  const end = start + room;
  return isPair(text, end - 1) ? end - 1 : end;
};

const isPair = (text: string, at: number): boolean =>
  (text.charCodeAt(at) & 0xfc00) === 0xd800 && (text.charCodeAt(at + 1) & 0xfc00) === 0xdc00;
