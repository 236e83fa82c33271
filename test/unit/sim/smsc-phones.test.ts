import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Phones } from '../../../src/sim/smsc/carrier/phones.ts';

const part = (text: string, reference: number, total: number, number: number, from = 'PREFECTURE') => ({
  from,
  text,
  dataCoding: 0,
  concat: { reference, total, part: number },
});
const whole = (text: string, from = 'PREFECTURE') => ({ from, text, dataCoding: 0, concat: undefined });

describe('a simulated phone', () => {
  it('joins the parts of a text in any order', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([1, 2, 3, 4, 5], { minLength: 5 }), (order) => {
        const phones = new Phones();
        for (const number of order) phones.receive('33639980001', part(`<${number}>`, 7, 5, number));
        expect(phones.texts('+33639980001')).toEqual(['<1><2><3><4><5>']);
        expect(phones.incomplete('+33639980001')).toEqual([]);
      }),
    );
  });

  it('does not show a text with a missing part, but keeps its other parts', () => {
    const phones = new Phones();
    phones.receive('33639980001', part('a', 7, 3, 1));
    phones.receive('33639980001', part('c', 7, 3, 3));
    expect(phones.texts('33639980001')).toEqual([]);
    expect(phones.incomplete('33639980001').map(({ text }) => text)).toEqual(['a', 'c']);
    expect(phones.parts('33639980001')).toHaveLength(2);
  });

  it('keeps texts with the same reference apart if the sender or the number of parts differs', () => {
    const phones = new Phones();
    phones.receive('33639980001', part('a1', 7, 2, 1));
    phones.receive('33639980001', part('b2', 7, 2, 2, '33639980002'));
    phones.receive('33639980001', part('c2', 7, 3, 2));
    phones.receive('33639980001', part('a2', 7, 2, 2));
    expect(phones.shown('33639980001')).toEqual([{ from: 'PREFECTURE', text: 'a1a2', parts: 2 }]);
  });

  it('shows a text twice that was received twice, and reports the text as a duplicate', () => {
    const phones = new Phones();
    for (const text of ['Leave now', 'Leave now', 'All clear']) phones.receive('33639980001', whole(text));
    phones.receive('33639980002', whole('Leave now'));
    expect(phones.texts('33639980001')).toEqual(['Leave now', 'Leave now', 'All clear']);
    expect(phones.duplicates()).toEqual([{ number: '33639980001', text: 'Leave now', times: 2 }]);
    expect(phones.shownCount).toBe(4);
    expect(phones.numbers).toEqual(['33639980001', '33639980002']);
  });

  it('shows a text once when one of its parts was received twice', () => {
    const phones = new Phones();
    for (const number of [1, 1, 2]) phones.receive('33639980001', part(`${number}`, 7, 2, number));
    expect(phones.texts('33639980001')).toEqual(['12']);
    expect(phones.parts('33639980001')).toHaveLength(3);
  });
});
