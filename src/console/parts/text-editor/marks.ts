import { analyse } from '../../../domain/text/analyse.ts';
import { septetWidth } from '../../../domain/text/gsm7.ts';
import { capacities, cut } from '../../../domain/text/split.ts';

/** What is special about a stretch of a text. */
type Mark =
  | 'plain'
  /** GSM-7 lacks it: the whole text goes out in UCS-2, which has 70 characters instead of 160. */
  | 'foreign'
  /** It counts as two characters. */
  | 'double';

export interface Stretch {
  readonly mark: Mark;
  readonly text: string;
}

/** The parts of a text, each in stretches, so that what makes it long can be seen in it. */
export const partsOf = (text: string): readonly (readonly Stretch[])[] => {
  const { encoding } = analyse(text);
  return cut(text, encoding).map((part) => stretchesOf(part, encoding === 'gsm7'));
};

const stretchesOf = (part: string, isGsm7: boolean): readonly Stretch[] => {
  const stretches: { mark: Mark; text: string }[] = [];
  for (const character of part) {
    const mark = markOf(character, isGsm7);
    const last = stretches.at(-1);
    // Each foreign character stands for itself, so that none is overlooked in a run.
    if (last !== undefined && last.mark === mark && mark === 'plain') last.text += character;
    else stretches.push({ mark, text: character });
  }
  return stretches;
};

const markOf = (character: string, isGsm7: boolean): Mark => {
  const width = septetWidth(character.charCodeAt(0));
  if (!isGsm7) return width === 0 ? 'foreign' : 'plain';
  return width === 2 ? 'double' : 'plain';
};

export interface Saving {
  /** How many characters fewer save a part. */
  readonly characters: number;
  readonly parts: number;
}

/** The number of characters at which "a bit shorter" still is good advice. */
const WORTH_SAYING = 30;

/** How much shorter the text must be to need a part less; undefined: it has one part, or would have to lose much. */
export const savingBy = (text: string): Saving | undefined => {
  const { encoding, parts, charactersLeft } = analyse(text);
  if (parts < 2) return undefined;
  const { single, several } = capacities[encoding];
  // Two parts become one only below the room of a part without a header.
  const room = parts === 2 ? single - several : 0;
  const characters = several - charactersLeft - room;
  return characters > 0 && characters <= WORTH_SAYING ? { characters, parts: parts - 1 } : undefined;
};

/** How many parts the text would have if its foreign characters were in GSM-7; undefined: it has none. */
export const partsWithout = (text: string): number | undefined => {
  const { encoding } = analyse(text);
  if (encoding === 'gsm7') return undefined;
  const plain = [...text].map((character) => (markOf(character, false) === 'foreign' ? 'x' : character));
  return analyse(plain.join('')).parts;
};
