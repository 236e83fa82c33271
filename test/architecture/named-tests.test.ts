import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

/** The rows of the page's tables as lists of cells, without the header rows. */
const rowsOf = (page: string): readonly (readonly string[])[] => {
  const lines = read(page).split('\n');
  return lines
    .filter(
      (line, index) => line.startsWith('| ') && !/^\| -/.test(line) && !/^\| -/.test(lines[index + 1] ?? ''),
    )
    .map((line) => line.slice(2, -2).split(' | '));
};

/** A file and the names of its tests, in the last cell of a row. */
const REFERENCE = /`(test\/[^`]+\.test\.ts)`: (“[^”]+”(?:, “[^”]+”)*)/g;

interface Named {
  readonly file: string;
  readonly name: string;
}

const namedIn = (cell: string): readonly Named[] =>
  [...cell.matchAll(REFERENCE)].flatMap(([, file = '', names = '']) =>
    [...names.matchAll(/“([^”]+)”/g)].map(([, name = '']) => ({ file, name })),
  );

/** The name of a test or of a group, which is an argument before a function, with options between or not; with `%s` and `$name` as written. */
const TITLE =
  /(?:\b(?:describe|test|it)|\))\(\s*(['"`])((?:\\.|(?!\1)[^\\])*)\1,\s*(?:\{[^{}]*\},\s*)?(?:async )?(?:\(|\w+ =>)/g;

const titlesIn = (source: string): readonly string[] =>
  [...source.matchAll(TITLE)].map(([, , title = '']) => title.replaceAll(/\\(.)/g, '$1'));

/** Whether the runner prints this name for this title. The values that it fills in must be in the file too. */
const prints = (title: string, name: string, source: string): boolean => {
  const pattern = title.split(/%[a-z]|\$\w+/).map((words) => words.replaceAll(/[$()*+.?[\\\]^{|}]/g, '\\$&'));
  const filled = new RegExp(`^${pattern.join('(.+)')}$`).exec(name)?.slice(1);
  const written = source.replaceAll(' ', '');
  return filled?.every((value) => written.includes(value.replaceAll(' ', ''))) ?? false;
};

/** The source of a test's file, and of the tables of cases in its folder that it imports. */
const withItsCases = (file: string): string => {
  const source = read(file);
  const besides = [...source.matchAll(/from '(\.\/[^']+)'/g)].map(([, path = '']) =>
    join(dirname(file), path),
  );
  return [source, ...besides.map(read)].join('\n');
};

const exists = ({ file, name }: Named): boolean => {
  if (!existsSync(join(ROOT, file))) return false;
  const whole = withItsCases(file);
  const [group = '', ...rest] = name.split(' > ');
  const inner = rest.join(' > ');
  return read(file)
    .split(/^(?=(?:describe|test|it)\b)/m)
    .some((block) => {
      const [own = '', ...within] = titlesIn(block);
      if (!prints(own, group, whole)) return false;
      return inner === ''
        ? !block.startsWith('describe')
        : within.some((title) => prints(title, inner, whole));
    });
};

describe.each(['docs/smpp-problems.md', 'docs/modem-rules.md', 'docs/modem-proofs.md'])(
  'the tables of %s',
  (page) => {
    const rows = rowsOf(page);

    test('name at least one test in the last cell of each row, and nothing else there', () => {
      expect(rows.length).toBeGreaterThan(0);
      for (const row of rows) {
        const cell = row.at(-1) ?? '';
        expect(cell.replaceAll(REFERENCE, '').replaceAll(/[; ]/g, ''), row[0]).toBe('');
        expect(namedIn(cell).length, row[0]).toBeGreaterThan(0);
      }
    });

    test('name only tests that exist', () => {
      const gone = rows.flatMap((row) => namedIn(row.at(-1) ?? '')).filter((named) => !exists(named));
      expect(gone).toEqual([]);
    });
  },
);

test('docs/smpp-problems.md has a row for each of the twenty worst problems', () => {
  const numbers = rowsOf('docs/smpp-problems.md')
    .filter((row) => row.length === 4)
    .map(([number = '']) => number.trim());
  expect(numbers.filter((number) => number !== 'also')).toEqual(
    Array.from({ length: 20 }, (_, index) => String(index + 1)),
  );
});
