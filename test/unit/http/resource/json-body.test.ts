import { expect, test } from 'vitest';
import { readJson } from '../../../../src/http/resource/json-body.ts';

const nested = (levels: number, inside = ''): Buffer =>
  Buffer.from(`${'['.repeat(levels)}${inside}${']'.repeat(levels)}`);

test('a body that nests deeper than 500 levels is refused, since code that calls itself for each level could not hold it', () => {
  expect(readJson(nested(500)).kind).toBe('ok');
  expect(readJson(nested(501))).toEqual({ kind: 'bad', why: 'nests deeper than 500 levels' });
  expect(readJson(nested(100_000)).kind).toBe('bad');
  expect(readJson(Buffer.from('{"a":'.repeat(501))).kind).toBe('bad');
});

test('brackets in texts, escaped quotes and many short lists are no depth', () => {
  expect(readJson(nested(2, JSON.stringify(`"${'['.repeat(5000)}`))).kind).toBe('ok');
  expect(readJson(Buffer.from(JSON.stringify(Array.from({ length: 3000 }, () => [{}])))).kind).toBe('ok');
});
