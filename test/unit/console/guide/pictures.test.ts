import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const DOCS = join(import.meta.dirname, '../../../../docs');
const FOLDER = 'pictures/guide';
const FILES = { en: 'operators-guide.md', fr: 'operators-guide.fr.md' } as const;
const languages = ['en', 'fr'] as const;
const MOST_OCTETS = 100_000;
const MOST_OCTETS_OF_ALL = 1_600_000;
/** A chapter shows a wider one so small that nobody can read it. */
const MOST_PIXELS = 1000;
const LEAST_LETTERS = 20;

interface Shown {
  readonly alternative: string;
  readonly file: string;
}

const shownIn = (language: 'en' | 'fr'): readonly Shown[] =>
  [...readFileSync(join(DOCS, FILES[language]), 'utf8').matchAll(/!\[([^\]]*)\]\(([^)]*)\)/g)].map(
    ([, alternative = '', file = '']) => ({ alternative, file }),
  );
const octetsOf = (file: string): Buffer => readFileSync(join(DOCS, file));

describe.each(languages)('the pictures of the guide in %s', (language) => {
  const shown = shownIn(language);

  test('are those of the language, each once', () => {
    const names = shown.map(
      ({ file }) => new RegExp(`^${FOLDER}/([a-z-]+)-${language}\\.png$`).exec(file)?.[1],
    );
    expect(names).not.toContain(undefined);
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBeGreaterThan(10);
  });

  test(`are PNGs of less than ${MOST_OCTETS / 1000} KB, at most ${MOST_PIXELS} pixels wide`, () => {
    for (const { file } of shown) {
      const octets = octetsOf(file);
      expect(octets.subarray(1, 4).toString('latin1'), file).toBe('PNG');
      expect(octets.length, file).toBeLessThan(MOST_OCTETS);
      expect(octets.readUInt32BE(16), file).toBeLessThanOrEqual(MOST_PIXELS);
    }
  });

  test('say in words what they show, each something else', () => {
    for (const { alternative, file } of shown)
      expect(alternative.length, file).toBeGreaterThanOrEqual(LEAST_LETTERS);
    expect(new Set(shown.map(({ alternative }) => alternative)).size).toBe(shown.length);
  });
});

test('both languages show the same pictures in the same order', () => {
  const [en, fr] = languages.map((language) =>
    shownIn(language).map(({ file }) => file.replace(`-${language}.png`, '')),
  );
  expect(fr).toEqual(en);
});

test('no picture lies there unused, and all together are small enough to come with the console', () => {
  const shown = languages.flatMap((language) => shownIn(language).map(({ file }) => file));
  const there = readdirSync(join(DOCS, FOLDER)).map((name) => `${FOLDER}/${name}`);
  expect(there.sort()).toEqual([...shown].sort());
  expect(there.reduce((sum, file) => sum + octetsOf(file).length, 0)).toBeLessThan(MOST_OCTETS_OF_ALL);
});
