import { unbroken } from '../../words/french-spacing.ts';
import { FRENCH_REASONS } from './french-reasons.ts';

const PREFIXES: readonly (readonly [prefix: string, english: string, french: string])[] = [
  ['uncertain: ', 'in doubt: ', 'dans le doute : '],
  ['late answer: ', 'late answer: ', 'réponse tardive : '],
  ['receipt: ', 'receipt: ', 'accusé : '],
];

/** Reasons without a subject, which a sentence needs. */
const ENGLISH: Readonly<Record<string, string>> = {
  'has opted out': 'the person has opted out',
  'has not agreed to be written to': 'the person has not agreed to be written to',
};

/** `words (codes)`: the codes are the carrier's own and stay. */
const WITH_CODES = /^(.*?)( \([^()]*\))$/s;

const french = (words: string): string => {
  const known = FRENCH_REASONS[words];
  if (known !== undefined) return known;
  const [, bare = words, codes = ''] = WITH_CODES.exec(words) ?? [];
  const inner = FRENCH_REASONS[bare];
  if (inner !== undefined) return `${inner}${codes}`;
  const parts = words.split('; ');
  return parts.length > 1 ? parts.map(french).join(' ; ') : words;
};

/**
 * A reason of the gateway in the language of the person. What is not known here stays as it came: a reason in another
 * language is better than none.
 */
export const reasonIn = (language: 'en' | 'fr', reason: string): string => {
  for (const [prefix, english, translated] of PREFIXES) {
    if (!reason.startsWith(prefix)) continue;
    const rest = reason.slice(prefix.length);
    return language === 'fr' ? unbroken(translated + french(rest)) : english + rest;
  }
  return language === 'fr' ? unbroken(french(reason)) : (ENGLISH[reason] ?? reason);
};
