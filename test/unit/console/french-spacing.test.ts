import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { unbroken, unbrokenMarkdown } from '../../../src/console/words/french-spacing.ts';
import { allWords } from '../../support/console/all-words.ts';

/** A line that would break here begins with the sign, or ends with the quote. */
const BREAKS = / [:;?!»…]|« /;
const GUIDE = join(import.meta.dirname, '../../../docs/operators-guide.fr.md');

test('no line of the French console begins with a sign that stands apart from its word', async () => {
  const words = Object.entries(await allWords('fr')).flatMap(([room, texts]) =>
    Object.entries(texts).map(([key, text]) => [`${room}.${key}`, text] as const),
  );
  expect(words.length).toBeGreaterThan(1000);
  expect(words.filter(([, text]) => BREAKS.test(text))).toEqual([]);
});

test('English has no such signs, and is left as it is written', async () => {
  const words = Object.values(await allWords('en')).flatMap((texts) => Object.values(texts));
  expect(words.filter((text) => /[\u00a0\u202f]/.test(text))).toEqual([]);
});

test('the guide is spaced like the console, and its commands stay as one types them', () => {
  const guide = unbrokenMarkdown(readFileSync(GUIDE, 'utf8'));
  expect(
    guide
      .replaceAll(/`[^`]*`/g, '')
      .split('\n')
      .filter((line) => BREAKS.test(line)),
  ).toEqual([]);
  expect(unbrokenMarkdown('Écrivez `GARDE ?` : qui répond ?')).toBe(
    'Écrivez `GARDE ?`\u00a0: qui répond\u202f?',
  );
});

test('signs that stand at their word, as in times and addresses, are left alone', () => {
  expect(unbroken('à 08:00, https://mairie.example/?a=1 « Crue » : partez !')).toBe(
    'à 08:00, https://mairie.example/?a=1 «\u00a0Crue\u00a0»\u00a0: partez\u202f!',
  );
});
