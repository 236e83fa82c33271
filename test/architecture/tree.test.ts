import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { importsOf } from './imports-of.ts';

const SRC = fileURLToPath(new URL('../../src/', import.meta.url));
const MOST_FILES = 20;
const MOST_LINES = 250;

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.[a-z]+$/.test(file))
  .sort();
const sources = files.filter((file) => file.endsWith('.ts'));
const text = (file: string): string => readFileSync(join(SRC, file), 'utf8');

/** Imports of types count: a file that needs another one to be understood is in a circle as well. */
const imported = new Map(
  sources.map((file) => [
    file,
    importsOf(text(file))
      .filter((specifier) => specifier.startsWith('.'))
      .map((specifier) => join(dirname(file), specifier)),
  ]),
);

/** Every way that leads from a file back to itself, as a chain of files; each circle once. */
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

describe('the tree of src can be read room by room', () => {
  test('no file imports itself through others', () => {
    expect(circlesOf(imported)).toEqual([]);
  });

  test('a circle of three files is found, and a file that two others import is none', () => {
    expect(circlesOf(new Map([...Object.entries({ a: ['b'], b: ['c'], c: ['a'] })]))).toEqual([
      'a -> b -> c -> a',
    ]);
    expect(circlesOf(new Map([...Object.entries({ a: ['c'], b: ['c'], c: [] })]))).toEqual([]);
  });

  test(`no folder has more than ${MOST_FILES} files directly in it`, () => {
    const counts = new Map<string, number>();
    for (const file of files) counts.set(dirname(file), (counts.get(dirname(file)) ?? 0) + 1);
    expect([...counts].filter(([, count]) => count > MOST_FILES)).toEqual([]);
  });

  test(`no file is longer than ${MOST_LINES} lines`, () => {
    const lengths = sources.map((file) => ({ file, lines: text(file).trimEnd().split('\n').length }));
    expect(lengths.filter(({ lines }) => lines > MOST_LINES)).toEqual([]);
  });

  test('every file of the domain is in one of its rooms', () => {
    expect(sources.filter((file) => dirname(file) === 'domain')).toEqual([]);
  });
});
