import { describe, expect, test } from 'vitest';
import { matchesPattern, parsePattern } from '../../../../src/domain/templates/value-pattern.ts';

const matches = (source: string, value: string): boolean => {
  const pattern = parsePattern(source);
  if (typeof pattern === 'string') throw new Error(pattern);
  return matchesPattern(pattern, value);
};

describe('a pattern of a value', () => {
  test.each([
    ['\\d{1,2} h( )?', false],
    ['\\d{1,2} h[ ]?\\d{0,2}', true],
    ["[\\p{L} '-]{1,40}", true],
    ['secteur [A-F]', true],
    ['a\\.b', true],
    ['a.b', false],
    ['a*', false],
    ['a+', false],
    ['a|b', false],
    ['(a)', false],
    ['[^a]', false],
    ['[z-a]', false],
    ['[]', false],
    ['[a', false],
    ['[a[b]]', false],
    ['a{3,2}', false],
    ['a{0}', false],
    ['a{101}', false],
    ['a{1,}', false],
    ['\\w', false],
    ['\\b', false],
    ['', false],
    ['a'.repeat(51), false],
  ])('%j is taken: %s', (source, taken) => {
    expect(typeof parsePattern(source) !== 'string').toBe(taken);
  });

  test.each([
    ['\\d{1,2} h[ ]?\\d{0,2}', '18 h 30', true],
    ['\\d{1,2} h[ ]?\\d{0,2}', '6 h', true],
    ['\\d{1,2} h[ ]?\\d{0,2}', '18 h 30 !', false],
    ['secteur [A-F]', 'secteur C', true],
    ['secteur [A-F]', 'secteur G', false],
    ['secteur [A-F]', 'un secteur C', false],
    ["[\\p{L} '-]{1,40}", "Val d'Isère", true],
    ["[\\p{L} '-]{1,40}", 'evil.com', false],
    ['a?a?aa', 'aa', true],
    ['[😀-😂]', '😁', true],
    ['a{2}', 'a', false],
  ])('%j says of %j: %s', (source, value, is) => {
    expect(matches(source, value)).toBe(is);
  });

  test('that makes other matchers backtrack is matched at once', () => {
    expect(matches('[a]{0,100}'.repeat(50), `${'a'.repeat(100)}b`)).toBe(false);
  });
});
