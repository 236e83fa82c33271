import { describe, expect, test } from 'vitest';
import { partsOf, partsWithout, savingBy } from '../../../../src/console/parts/text-editor/marks.ts';

const joined = (text: string): string =>
  partsOf(text)
    .flat()
    .map((stretch) => stretch.text)
    .join('');

describe('the marks in a text', () => {
  test('show each character that forces UCS-2', () => {
    const marked = partsOf('à l’étage, n’allez pas')
      .flat()
      .filter(({ mark }) => mark === 'foreign');
    expect(marked.map(({ text }) => text)).toEqual(['’', '’']);
  });

  test('show each character that counts twice in GSM-7, and none of them in UCS-2', () => {
    expect(
      partsOf('[1€]')
        .flat()
        .filter(({ mark }) => mark === 'double'),
    ).toHaveLength(3);
    expect(
      partsOf('[1€]’')
        .flat()
        .filter(({ mark }) => mark === 'double'),
    ).toHaveLength(0);
  });

  test('cut the text where a new SMS begins, and lose nothing of it', () => {
    const text = 'a'.repeat(161);
    expect(partsOf(text).map((part) => part.map((stretch) => stretch.text).join('').length)).toEqual([
      152, 9,
    ]);
    for (const one of [text, `é’${'b'.repeat(90)}😀`, '']) expect(joined(one)).toBe(one);
  });
});

describe('the advice to shorten', () => {
  test('says how many characters fewer save an SMS', () => {
    expect(savingBy('a'.repeat(160))).toBeUndefined();
    expect(savingBy('a'.repeat(161))).toEqual({ characters: 1, parts: 1 });
    expect(savingBy('a'.repeat(305))).toEqual({ characters: 1, parts: 2 });
  });

  test('is true: the text without so many characters needs an SMS less', () => {
    for (const length of [161, 170, 305, 310, 458]) {
      const saving = savingBy('a'.repeat(length));
      if (saving === undefined) throw new Error(`no advice at ${length}`);
      expect(partsOf('a'.repeat(length - saving.characters))).toHaveLength(saving.parts);
      expect(partsOf('a'.repeat(length - saving.characters + 1))).toHaveLength(saving.parts + 1);
    }
  });

  test('is not given where much would have to go', () => {
    expect(savingBy('a'.repeat(260))).toBeUndefined();
  });

  test('says how many SMS a text would have without its foreign characters', () => {
    expect(partsWithout(`l’eau ${'a'.repeat(100)}`)).toBe(1);
    expect(partsWithout('plain')).toBeUndefined();
  });
});
