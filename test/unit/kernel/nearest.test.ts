import { describe, expect, test } from 'vitest';
import { didYouMean, nearest } from '../../../src/kernel/nearest.ts';

describe('the nearest known name', () => {
  test.each([
    ['prioritty', ['priority', 'title'], 'priority'],
    ['titel', ['priority', 'title'], 'title'],
    ['operater', ['sender', 'viewer', 'operator'], 'operator'],
    ['ORANGE', ['orange', 'sfr'], 'orange'],
    ['orang', ['orange', 'orange-2'], 'orange'],
  ])('to %s is found', (written, known, meant) => {
    expect(nearest(written, known)).toBe(meant);
  });

  test.each(['s3cr3t-p4ssword', 'x', '', 'a'.repeat(10_000)])('is none for %s', (written) => {
    expect(nearest(written, ['priority', 'to', 'password'])).toBeUndefined();
  });

  test('is told without the text that was written, which may be a secret', () => {
    expect(didYouMean('passwort', ['password'])).toBe('; did you mean "password"?');
    expect(didYouMean('hunter2', ['password'])).toBe('');
    expect(didYouMean(undefined, ['password'])).toBe('');
  });
});
