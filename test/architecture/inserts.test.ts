import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const SRC = fileURLToPath(new URL('../../src/', import.meta.url));

/** A reader can't match more question marks than this with their columns at a glance. */
const MOST_BY_POSITION = 4;

/** From INSERT to the end of the statement. */
const STATEMENT = /\b(?:INSERT(?:\s+OR\s+\w+)?|REPLACE)\s+INTO\s[^`;]*/gi;

/** The head of a statement: table, then its columns in parentheses. */
const WITH_COLUMNS = /^[A-Z\s]+\sINTO\s+(?:\w+|\$\{\w+\})\s*\(/i;

/** The number of question marks in the statement's literal, and 1. */
const byPosition = (statement: string): number => statement.split(/'\s*,?\s*\n/)[0]?.split('?').length ?? 1;

const inserts = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .sort()
  .flatMap((file) =>
    [...readFileSync(join(SRC, file), 'utf8').matchAll(STATEMENT)].map(([statement]) => ({
      file,
      statement,
    })),
  );

test('every INSERT names its columns', () => {
  expect(inserts.length).toBeGreaterThan(30);
  expect(inserts.filter(({ statement }) => !WITH_COLUMNS.test(statement))).toEqual([]);
});

test('an INSERT with more than four parameters names them', () => {
  expect(inserts.filter(({ statement }) => byPosition(statement) - 1 > MOST_BY_POSITION)).toEqual([]);
});
