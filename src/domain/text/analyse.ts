import type { Encoding } from './encoding.ts';
import { measureGsm7, septetCount, septetWidth } from './gsm7.ts';
import { capacities, cut } from './split.ts';

interface ForeignCharacter {
  /** Where the character first occurs, in UTF-16 units. */
  readonly index: number;
  /** A whole code point. */
  readonly character: string;
}

export interface Analysis {
  readonly encoding: Encoding;
  /** 1 or more. A message of more than 255 can't be sent. */
  readonly parts: number;
  /** Septets or UTF-16 units that still fit into the last part. */
  readonly charactersLeft: number;
  /** Characters that GSM-7 lacks, each once; at most the first 20. */
  readonly forcesUcs2: readonly ForeignCharacter[];
  /** The index of an unpaired surrogate, in UTF-16 units. A text with one can't be delivered as it is. */
  readonly unpairedSurrogateAt: number | undefined;
}

// The largest number of characters listed: enough to show what to change, while the answer stays small.
const MOST_SHOWN = 20;
const NONE: readonly ForeignCharacter[] = [];

/** How `text` would be sent: in GSM-7 if it can be, otherwise in UCS-2. Never throws. */
export const analyse = (text: string): Analysis => {
  const septets = measureGsm7(text);
  if (septets >= 0) return measured(text, 'gsm7', septets, NONE, undefined);
  const unpaired = text.isWellFormed() ? undefined : unpairedSurrogateIn(text);
  return measured(text, 'ucs2', text.length, foreignCharactersIn(text), unpaired);
};

const measured = (
  text: string,
  encoding: Encoding,
  length: number,
  forcesUcs2: readonly ForeignCharacter[],
  unpairedSurrogateAt: number | undefined,
): Analysis => {
  const { single, several } = capacities[encoding];
  if (length <= single) {
    return { encoding, parts: 1, charactersLeft: single - length, forcesUcs2, unpairedSurrogateAt };
  }
  const parts = cut(text, encoding);
  const last = parts.at(-1) ?? '';
  const charactersLeft = several - (encoding === 'gsm7' ? septetCount(last) : last.length);
  return { encoding, parts: parts.length, charactersLeft, forcesUcs2, unpairedSurrogateAt };
};

const foreignCharactersIn = (text: string): readonly ForeignCharacter[] => {
  const found = new Map<number, ForeignCharacter>();
  for (let index = 0; index < text.length && found.size < MOST_SHOWN; index++) {
    if (septetWidth(text.charCodeAt(index)) !== 0) continue;
    const codePoint = text.codePointAt(index) ?? 0;
    if (!found.has(codePoint)) {
      found.set(codePoint, { index, character: String.fromCodePoint(codePoint) });
    }
    if (codePoint > 0xffff) index++;
  }
  return [...found.values()];
};

/** In a pattern with the flag u, `\p{Surrogate}` matches only an unpaired surrogate. */
const unpairedSurrogateIn = (text: string): number | undefined => /\p{Surrogate}/u.exec(text)?.index;
