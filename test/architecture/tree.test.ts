import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { importsOf } from './imports-of.ts';

const SRC = fileURLToPath(new URL('../../src/', import.meta.url));
const MOST_FILES = 20;
const MOST_LINES = 250;
/** The formatter keeps code to 110 columns (biome.json), but leaves comments as they are. */
const MOST_COLUMNS = 120;

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.[a-z]+$/.test(file))
  .sort();
/** The console's style sheets are code too. */
const sources = files.filter((file) => /\.(?:tsx?|css)$/.test(file));
const text = (file: string): string => readFileSync(join(SRC, file), 'utf8');

/** Imports of types count too: a reader needs them to understand the file. */
const imported = new Map(
  sources.map((file) => [
    file,
    importsOf(text(file))
      .filter((specifier) => specifier.startsWith('.'))
      .map((specifier) => join(dirname(file), specifier)),
  ]),
);

/** Every circle of imports, as a chain of files that ends with its first one; each circle once. */
const circlesOf = (graph: ReadonlyMap<string, readonly string[]>): readonly string[] => {
  const circles: string[] = [];
  const done = new Set<string>();
  const walk = (file: string, way: readonly string[]): void => {
    const at = way.indexOf(file);
    if (at !== -1) {
      circles.push([...way.slice(at), file].join(' -> '));
      return;
    }
    if (done.has(file)) return;
    for (const next of graph.get(file) ?? []) walk(next, [...way, file]);
    done.add(file);
  };
  for (const file of graph.keys()) walk(file, []);
  return circles;
};

describe('the source tree src', () => {
  test('has no circle of imports', () => {
    expect(circlesOf(imported)).toEqual([]);
  });

  test('is searched for circles of imports: a circle of three files is found, and a file that is imported twice is not taken for one', () => {
    expect(circlesOf(new Map([...Object.entries({ a: ['b'], b: ['c'], c: ['a'] })]))).toEqual([
      'a -> b -> c -> a',
    ]);
    expect(circlesOf(new Map([...Object.entries({ a: ['c'], b: ['c'], c: [] })]))).toEqual([]);
  });

  test(`has at most ${MOST_FILES} files directly in each folder`, () => {
    const counts = new Map<string, number>();
    for (const file of files) counts.set(dirname(file), (counts.get(dirname(file)) ?? 0) + 1);
    expect([...counts].filter(([, count]) => count > MOST_FILES)).toEqual([]);
  });

  test(`has at most ${MOST_LINES} lines in each file`, () => {
    const lengths = sources.map((file) => ({ file, lines: text(file).trimEnd().split('\n').length }));
    expect(lengths.filter(({ lines }) => lines > MOST_LINES)).toEqual([]);
  });

  test('has no file directly in the domain folder', () => {
    expect(sources.filter((file) => dirname(file) === 'domain')).toEqual([]);
  });

  test(`has at most ${MOST_COLUMNS} columns in each line of a comment`, () => {
    const isComment = (line: string): boolean => /^\s*(?:\/\/|\/?\*)/.test(line);
    const wide = sources.flatMap((file) =>
      text(file)
        .split('\n')
        .flatMap((line, index) =>
          line.length > MOST_COLUMNS && isComment(line) ? [`${file}:${index + 1}`] : [],
        ),
    );
    expect(wide).toEqual([]);
  });
});
