import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { chaptersOf, PAGES, searchIn } from '../../../../src/console/rooms/guide/chapters.ts';
import { sayerOf } from '../../../support/console/said-on-screen.ts';

const ROOT = join(import.meta.dirname, '../../../..');
const FILES = { en: 'docs/operators-guide.md', fr: 'docs/operators-guide.fr.md' } as const;
const languages = ['en', 'fr'] as const;
/** The one text in italics that is not of the screen: what somebody might write to people. */
const SMS = {
  en: 'Go to the upper floors now. Flood of the Garonne.',
  fr: 'Montez aux étages maintenant. Crue de la Garonne.',
};
/** What a picture says to press, up to what follows the name of the button. */
const PRESS = {
  en: /\b[Pp]ress (?:the blue button )?(?=[A-Z])(.+?)(?= (?:for|to|below)\b|[.:]|$)/g,
  fr: /\b[Aa]ppuyez sur (?:le bouton bleu )?(?=[A-Z])(.+?)(?=, | pour\b|[.:]|$)/g,
};
const textOf = (language: keyof typeof FILES): string => readFileSync(join(ROOT, FILES[language]), 'utf8');

test('both languages have the same chapters, each with an address', () => {
  for (const language of languages) {
    const { chapters } = chaptersOf(textOf(language));
    expect(chapters.map(({ page }) => page)).toEqual(PAGES);
    for (const { title, text } of chapters) expect(text.length, title).toBeGreaterThan(100);
  }
});

test('both languages have as many steps and points in each chapter', () => {
  const counts = languages.map((language) =>
    chaptersOf(textOf(language)).chapters.map(({ text }) => text.match(/^(?:- |\d\. |\| )/gm)?.length),
  );
  expect(counts[1]).toEqual(counts[0]);
});

describe.each(languages)('the guide in %s', (language) => {
  test('quotes buttons and sentences of the screen word for word', async () => {
    // Pictures are told in words of their own.
    const text = textOf(language).replaceAll(/!\[[^\]]*\]\([^)]*\)/g, '');
    const [, ...bold] = [...text.matchAll(/\*\*([^*]+)\*\*/g)].map(([, words = '']) => words);
    const slanted = [...text.matchAll(/(?<![\w*])_([^_]+)_(?!\w)/g)].map(([, words = '']) => words);
    const isSaid = await sayerOf(language);
    expect(bold.length).toBeGreaterThan(60);
    expect(slanted).toHaveLength(3);
    expect(slanted.shift()?.replaceAll(/\s+/g, ' ')).toBe(SMS[language]);
    expect([...bold, ...slanted].filter((words) => !isSaid(words))).toEqual([]);
  });

  test('tells of each button that a picture names what the screen calls it', async () => {
    const isSaid = await sayerOf(language);
    const pressed = [...textOf(language).matchAll(/!\[([^\]]*)\]/g)].flatMap(([, alternative = '']) =>
      [...alternative.matchAll(PRESS[language])].map(([, words = '']) => words),
    );
    expect(pressed.length).toBeGreaterThan(4);
    expect(pressed.filter((words) => !isSaid(words) && !isSaid(`${words} …`))).toEqual([]);
  });

  test('links only to files of the documentation', () => {
    const links = [...textOf(language).matchAll(/\]\(([^)#]+)[^)]*\)/g)].map(([, to = '']) => to);
    expect(links.length).toBeGreaterThan(0);
    for (const link of links) expect(() => readFileSync(join(ROOT, 'docs', link))).not.toThrow();
  });
});

test('a search needs no accents, and chapters with the word in their title come first', () => {
  const { chapters } = chaptersOf(textOf('fr'));
  expect(searchIn(chapters, 'operateurs panne')[0]?.page).toBe('carriers-down');
  expect(searchIn(chapters, 'prévenue')[0]?.page).toBe('was-she-warned');
  expect(searchIn(chapters, 'xyzzy')).toEqual([]);
});
