import { describe, expect, test } from 'vitest';
import type { HeardPart } from '../../../../src/domain/operation/ear.ts';
import { compareHeard } from '../../../../src/ops/ears/compare-heard.ts';
import { markOf, marksIn, newMark } from '../../../../src/ops/ears/mark.ts';

const heard = (own: Partial<HeardPart> = {}): HeardPart => ({
  ear: 'ear-1',
  from: 'MAIRIE',
  reference: undefined,
  total: 1,
  part: 1,
  text: 'Crue',
  at: 1000,
  ...own,
});

const compare = (parts: readonly HeardPart[], own: Partial<Parameters<typeof compareHeard>[1]> = {}) =>
  compareHeard('ear-1', { text: 'Crue', parts: 1, from: 'MAIRIE', ...own }, parts, (a, b) => a === b);

const two = (part: number, own: Partial<HeardPart> = {}): HeardPart =>
  heard({ reference: 7, total: 2, part, text: part === 1 ? 'Cr' : 'ue', at: 1000 * part, ...own });

describe('what an ear heard of a message', () => {
  test('is without fault when text, sender and parts are as they were sent', () => {
    expect(compare([heard()])).toEqual({
      ear: 'ear-1',
      at: 1000,
      from: 'MAIRIE',
      parts: 1,
      of: 1,
      faults: [],
    });
  });

  test('is nothing while nothing came', () => {
    expect(compare([])).toMatchObject({ at: undefined, parts: 0, of: 0, faults: [] });
  });

  test('has arrived when its last part came, in whatever order the parts come', () => {
    expect(compare([two(2), two(1)], { parts: 2 })).toMatchObject({ at: 2000, parts: 2, of: 2, faults: [] });
  });

  test.each<[string, readonly HeardPart[], Partial<Parameters<typeof compareHeard>[1]>, string]>([
    ['a part that is missing', [two(2)], { parts: 2 }, 'without part 1 of 2'],
    ['another number of parts', [two(1), two(2)], {}, 'in 2 parts instead of 1'],
    ['another sender', [heard({ from: '38100' })], {}, 'from the sender "38100" instead of "MAIRIE"'],
    ['a message that came twice', [heard(), heard()], {}, '2 times'],
    [
      'a message that came twice in two references',
      [two(1), two(2), two(1, { reference: 8 }), two(2, { reference: 8 })],
      { parts: 2 },
      '2 times',
    ],
    [
      'another text',
      [heard({ text: 'Cru' })],
      {},
      'with another text: from character 4 on the end instead of "e"',
    ],
  ])('names %s', (_what, parts, own, fault) => {
    expect(compare(parts, own).faults).toContain(fault);
  });

  test('takes any sender where no sender is expected, as from a modem', () => {
    expect(compare([heard({ from: '+33639980009' })], { from: undefined })).toMatchObject({ faults: [] });
  });
});

describe('the mark at the end of a text to an ear', () => {
  test('is found again, also behind words that a carrier added', () => {
    const mark = newMark(() => 0.5);
    expect(mark).toBe(' #GGGGGG');
    expect(markOf(`Crue${mark}`)).toBe('#GGGGGG');
    expect(marksIn(`[Pub] Crue${mark} STOP 38100`)).toEqual(['#GGGGGG']);
  });

  test('is in no ordinary text', () => {
    expect(marksIn('Crue #ALERTE2026, salle #4')).toEqual([]);
    expect(markOf('#GGGGGG is the mark')).toBeUndefined();
  });
});
