import { expect, test } from 'vitest';
import { changedLines } from '../../../src/console/parts/difference/lines.ts';
import { wordDiff } from '../../../src/console/parts/difference/word-diff.ts';

const shown = (before: string, after: string): string =>
  wordDiff(before, after)
    .map(({ kind, text }) => (kind === 'same' ? text : `${kind === 'in' ? '+' : '-'}[${text}]`))
    .join('');

test('a difference marks the words that were put in and taken out, and no others', () => {
  expect(shown('Montez maintenant, crue', 'Montez tout de suite, crue')).toBe(
    'Montez -[maintenant, ]+[tout de suite, ]crue',
  );
  expect(shown('Anouk', 'Anouk D.')).toBe('Anouk +[D.]');
  expect(shown('', '31400')).toBe('+[31400]');
  expect(shown('same', 'same')).toBe('same');
  expect(shown('a  b', 'a b')).toBe('-[a  ]+[a ]b');
});

test('texts of thousands of words are shown whole, without a table of all their words', () => {
  const long = 'mot '.repeat(50_000);
  expect(wordDiff(long, `${long}fin`).map(({ kind }) => kind)).toEqual(['out', 'in']);
});

test('changed lines have what is new, what differs and what is gone', () => {
  const line = (key: string, text: string) => ({ key, label: key.toUpperCase(), text });
  expect(
    changedLines(
      [line('a', '1'), line('b', '2'), line('gone', '3')],
      [line('a', '1'), line('b', '4'), line('c', '5')],
    ),
  ).toEqual([
    { key: 'b', label: 'B', before: '2', after: '4' },
    { key: 'c', label: 'C', before: '', after: '5' },
    { key: 'gone', label: 'GONE', before: '3', after: '' },
  ]);
});
