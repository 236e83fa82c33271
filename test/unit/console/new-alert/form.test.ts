import { describe, expect, test } from 'vitest';
import { numbersIn, withGroup, withNumbers } from '../../../../src/console/parts/audience-picker/terms.ts';
import { filledText } from '../../../../src/console/parts/text-editor/filled.ts';
import { bodyOf, emptyForm, type Form, titleOf } from '../../../../src/console/rooms/new-alert/logic/form.ts';

const saying = (fr: string, en = ''): Form => ({
  ...emptyForm('live'),
  content: {
    defaultLanguage: 'fr',
    placeholders: {},
    variants: [
      { language: 'fr', text: fr },
      { language: 'en', text: en },
    ],
  },
});

describe('what is written', () => {
  test('is kept once a language has a text, with the first one as the language for all', () => {
    expect(bodyOf(saying('', '  '))).toBeUndefined();
    expect(bodyOf(saying('', 'Flood'))?.content).toMatchObject({
      defaultLanguage: 'en',
      variants: [{ language: 'en', text: 'Flood' }],
    });
  });

  test('goes to nobody at first, never to everybody', () => {
    expect(emptyForm('live').audience).toEqual({ include: [] });
  });

  test('has a title of its first words, with the values that are known', () => {
    expect(titleOf({ ...saying('Crue {place}, montez'), values: { place: 'quai nord' } })).toBe(
      'Crue quai nord, montez',
    );
    expect(titleOf(saying(`${'mot '.repeat(40)}`)).length).toBeLessThanOrEqual(62);
  });

  test('loses half-written answers and endings without a text', () => {
    const form: Form = {
      ...saying('Crue'),
      question: {
        openFor: 'PT4H',
        answers: [
          { word: '1', meaning: 'safe' },
          { word: '', meaning: '' },
        ],
      },
      endContent: { defaultLanguage: 'fr', variants: [{ language: 'fr', text: '' }] },
    };
    expect(bodyOf(form)).toMatchObject({ question: { answers: [{ word: '1', meaning: 'safe' }] } });
    expect(bodyOf(form)?.endContent).toBeUndefined();
  });
});

describe('the text on the phone', () => {
  const occasion = { values: { place: 'la gare' }, isExercise: false, until: 0, now: 0 };
  const { content } = saying('x');

  test('has the values filled in, and says which are missing', () => {
    expect(filledText(content, 'Crue, {place}, {action}. {{1}}', 'fr', occasion)).toEqual({
      text: 'Crue, la gare, {action}. {1}',
      open: ['action'],
    });
  });

  test('begins with EXERCISE in the language of the text, once', () => {
    const asExercise = { ...occasion, isExercise: true };
    expect(filledText(content, 'Crue.', 'fr', asExercise).text).toBe('EXERCICE - Crue.');
    expect(filledText(content, 'EXERCISE - Flood.', 'en', asExercise).text).toBe('EXERCISE - Flood.');
  });

  test('is shown as written while a brace is still open', () => {
    expect(filledText(content, 'Crue {pla', 'fr', occasion).text).toBe('Crue {pla');
  });
});

describe('an audience', () => {
  test('takes a group in once, and out again', () => {
    const once = withGroup(withGroup([], 'list', 3, true), 'list', 3, true);
    expect(once).toEqual([{ list: 3 }]);
    expect(withGroup(once, 'list', 3, false)).toEqual([]);
    expect(withNumbers([{ list: 3 }], [])).toEqual([{ list: 3 }]);
  });

  test('reads numbers as people write them, and names what is none', () => {
    expect(numbersIn('06 39 98 00 01, +33 6 39 98 00 02\n0033639980003; Anna, 12')).toEqual({
      good: ['0639980001', '+33639980002', '+33639980003'],
      bad: ['Anna', '12'],
    });
  });
});
