import type { Encoding } from './encoding.ts';
import { septetCount, septetWidth } from './gsm7.ts';

interface Capacity {
  /** Of a message that is one part, without a header. */
  readonly single: number;
  /** Of each of several parts: 140 octets less the 7 of `concatHeader`. */
  readonly several: number;
}

/** What a part holds: septets for `gsm7`, UTF-16 units for `ucs2` (TS 23.040 9.2.3.24.1). */
export const capacities: Readonly<Record<Encoding, Capacity>> = {
  gsm7: { single: 160, several: 152 },
  ucs2: { single: 70, several: 66 },
};

/**
 * Cuts `text` into the parts that it is sent as; joined they are the text. No part begins or ends within an escape
 * pair, a surrogate pair or, unless it alone is longer than a part, a grapheme. There may be more parts than the 255
 * that a header can count: the caller refuses those.
 *
 * @throws RangeError if the encoding is `gsm7` and the text holds a character that GSM-7 lacks
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

/** All of GSM-7's characters are graphemes of their own, but for CR LF, which is one. */
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

// Breaking into graphemes is the same in every locale (UAX 29).
const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

const endOfUcs2Part = (text: string, start: number): number => {
  const room = capacities.ucs2.several;
  if (text.length - start <= room) return text.length;
  // Whether a grapheme ends depends on nothing before it and on one character after it: two parts' worth of text
  // tells where the one that straddles the end begins, and whether a part could hold it. So the time that a text
  // takes grows with its length, even if all of it is one grapheme.
  const straddling = graphemes.segment(text.slice(start, start + 2 * room + 2)).containing(room);
  if (straddling !== undefined && straddling.segment.length <= room) return start + straddling.index;
  const end = start + room;
  return isPair(text, end - 1) ? end - 1 : end;
};

const isPair = (text: string, at: number): boolean =>
  (text.charCodeAt(at) & 0xfc00) === 0xd800 && (text.charCodeAt(at + 1) & 0xfc00) === 0xdc00;
