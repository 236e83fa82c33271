import { expect, test } from 'vitest';
import { KnownTexts } from '../../../../src/routes/smpp/submit/known-texts.ts';
import { type TextToWrite, writeText } from '../../../../src/routes/smpp/submit/written-text.ts';
import { smppConfig } from '../../../support/smpp/smpp-samples.ts';

const plain: TextToWrite = { text: 'Montez à l’étage.', encoding: 'ucs2', flash: false };

test('a text that the route has just written is not encoded again', () => {
  const texts = new KnownTexts(smppConfig());
  const first = texts.write(plain, 0);
  expect(texts.write({ ...plain }, 0)).toBe(first);
  expect(first).toEqual(writeText(plain, 0, smppConfig()));
});

test('the same text is written anew for another encoding, as a flash message, and behind another header', () => {
  const config = smppConfig({ alphabet: 'latin1' });
  const texts = new KnownTexts(config);
  const text = 'e'.repeat(69);
  for (const encoding of ['gsm7', 'ucs2'] as const)
    for (const flash of [false, true])
      for (const header of [0, 7])
        expect(texts.write({ text, encoding, flash }, header)).toEqual(
          writeText({ text, encoding, flash }, header, config),
        );
});

test('the parts of a long text are all remembered, and a thousand other texts are not', () => {
  const texts = new KnownTexts(smppConfig());
  const part = (text: string): TextToWrite => ({ text, encoding: 'gsm7', flash: false });
  const parts = ['one', 'two', 'three'].map(part);
  const first = parts.map((each) => texts.write(each, 7));
  expect(parts.map((each) => texts.write(each, 7)).every((one, at) => one === first[at])).toBe(true);
  for (let n = 0; n < 1000; n++)
    expect(texts.write(part(`Madame ${n}`), 0)).toEqual(writeText(part(`Madame ${n}`), 0, smppConfig()));
  expect(texts.write(part('one'), 7)).not.toBe(first[0]);
});
