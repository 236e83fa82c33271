import { parseTemplate } from '../../../domain/templates/pieces.ts';
import type { Content } from '../../api/alerts/drafts.ts';

/** Characters of the text that are shown before and after the place of a value. */
const AROUND = 40;

interface Around {
  readonly words: string;
  /** The language of the words. */
  readonly language: string;
}

/**
 * The words of the text around a value, as in `… now, go to […]. Reply 1 …`: a name such as "place" does not say which
 * place is meant. Undefined: the value is in no text.
 */
export const wordsAround = (content: Content, name: string, language: string): Around | undefined => {
  const rank = (of: string): number => (of === language ? 0 : of === content.defaultLanguage ? 1 : 2);
  const variants = content.variants.toSorted((a, b) => rank(a.language) - rank(b.language));
  for (const { text, language: spoken } of variants) {
    const parsed = parseTemplate(text);
    if (parsed.kind === 'wrong') continue;
    const at = parsed.pieces.findIndex((piece) => piece.kind !== 'literal' && piece.name === name);
    if (at < 0) continue;
    const said = (pieces: typeof parsed.pieces): string =>
      pieces.map((piece) => (piece.kind === 'literal' ? piece.text : `{${piece.name}}`)).join('');
    const [before, after] = [said(parsed.pieces.slice(0, at)), said(parsed.pieces.slice(at + 1))];
    return { words: `${lastOf(before)}[…]${firstOf(after)}`, language: spoken };
  }
  return undefined;
};

/** Cut between two words. */
const lastOf = (text: string): string =>
  text.length <= AROUND ? text : `… ${text.slice(-AROUND).replace(/^\S*\s+/u, '')}`;

const firstOf = (text: string): string =>
  text.length <= AROUND ? text : `${text.slice(0, AROUND).replace(/\s+\S*$/u, '')} …`;
