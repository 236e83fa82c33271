import type { Piece } from '../../../domain/templates/pieces.ts';
import type { Finding } from '../../../domain/templates/template.ts';
import { plain } from '../plain.ts';
import { type Slot, slots, slotWords } from './slot-words.ts';
import { found, type Text } from './subject.ts';

/** A short text may leave out the sender, whom the phone shows, and what can wait for the next message. */
const neededInShort: readonly Slot[] = ['hazard', 'action'];

/** The number of words in about one line: after the first line, readers decide whether to read on. */
const FIRST_WORDS = 12;

const askedFor: Readonly<Record<Slot, string>> = {
  source: 'who speaks ({source}); the name of the sender may be enough',
  hazard: 'what happens ({hazard})',
  place: 'where it is ({place})',
  action: 'what to do ({action}): without that a warning only frightens',
  time: 'from when, or until when ({time})',
};

/** Warnings for slots that a text leaves open and for an action that comes late, in the languages of `slotWords`. */
export const slotFindings = ({ variant, isShort, label, worst }: Text): readonly Finding[] => {
  const fills = slotWords(variant.language);
  if (fills === undefined || worst === undefined) return [];
  const words = wordsOf(worst.pieces);
  const firstOf = (slot: Slot): number =>
    words.findIndex(
      (word) => word === `{${slot}}` || (slot === 'time' && word === '{until}') || fills(slot, word),
    );
  const open = (isShort ? neededInShort : slots).filter((slot) => firstOf(slot) < 0);
  const findings = open.map((slot) =>
    found('warning', `missing${capital(slot)}`, label, `doesn't say ${askedFor[slot]}`),
  );
  const action = firstOf('action');
  if (action < FIRST_WORDS) return findings;
  const message = `says what to do only after ${action} words: that belongs first`;
  return [...findings, found('warning', 'actionNotFirst', label, message)];
};

const capital = <Word extends string>(word: Word) =>
  `${word.charAt(0).toUpperCase()}${word.slice(1)}` as Capitalize<Word>;

/** The words in lower case without accents, in their order. A placeholder is one word, with its braces. */
const wordsOf = (pieces: readonly Piece[]): readonly string[] =>
  pieces.flatMap((piece) =>
    piece.kind === 'placeholder'
      ? [`{${piece.name}}`]
      : plain(piece.text)
          .split(/[^\p{L}\p{N}]/u)
          .filter((word) => word !== ''),
  );
