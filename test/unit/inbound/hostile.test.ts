import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DEFAULT_ANSWERS } from '../../../src/inbound/answer.ts';
import { classify, type Setting } from '../../../src/inbound/classify.ts';
import { unfitAnswers } from '../../../src/inbound/unfit-answers.ts';

const setting: Setting = {
  question: { alert: 1, answers: [...DEFAULT_ANSWERS, { word: '', meaning: 'nothing' }] },
  keywords: new Set(),
  names: ['', '…', 'PREFECTURE'],
};
const kindOf = (text: string) => classify(text, setting).kind;

test('any text from a phone is classified, and nothing is thrown', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
      expect(['optOut', 'optIn', 'answer', 'keyword', 'inbox']).toContain(kindOf(text));
    }),
  );
});

test('a text with a word that every object of JavaScript has, such as "constructor", is read like any other', () => {
  expect(kindOf('constructor')).toBe(kindOf('carpenter'));
  expect(classify('help, the constructor is trapped', setting)).toMatchObject({
    kind: 'answer',
    meaning: 'help',
  });
  const answers = [
    { word: 'constructor', meaning: 'safe' },
    { word: '2', meaning: 'help' },
  ];
  expect(unfitAnswers(answers)).toEqual([]);
});

test('any words of the opt-out grammar, in any order, are read in bounded time', () => {
  const word = fc.constantFrom(
    'stop',
    'sending',
    'any',
    'more',
    'the',
    'de',
    'ne',
    'plus',
    'me',
    '1',
    '2',
    'please',
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 300 }), (words) => {
      expect(kindOf(words.join(' '))).toEqual(expect.any(String));
    }),
    { numRuns: 50 },
  );
});

test('any words of the signs of distress, in any order, are read in bounded time', () => {
  const word = fc.constantFrom(
    'on',
    'je',
    'peux',
    'pas',
    'enfants',
    'eau',
    'need',
    'no',
    'help',
    'desk',
    'we',
    'a',
    'bloqu',
    'please',
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 600 }), (words) => {
      expect(kindOf(words.join(' '))).toEqual(expect.any(String));
    }),
    { numRuns: 50 },
  );
});

test.each([
  ['NULs around it', '\u0000STOP\u0000', 'optOut'],
  ['half a surrogate pair behind it', 'STOP \ud83d', 'optOut'],
  ['half a surrogate pair before it', '\udc00STOP', 'optOut'],
  ['invisible characters in front', '\u200b\ufeffSTOP', 'optOut'],
  ['ten thousand letters', 'a'.repeat(10_000), 'answer'],
  ['the word STOP two thousand times', 'STOP '.repeat(2000), 'optOut'],
  [
    'words that would make a backtracking pattern run for ever',
    `stop sending ${'any more '.repeat(170)}x`,
    'answer',
  ],
  ['ten thousand accents on one letter', `STOP${'\u0301'.repeat(10_000)}`, 'optOut'],
  ['nothing but punctuation', '.!?;,'.repeat(2000), 'answer'],
])('a hostile text with %s is classified', (_what, text, kind) => {
  expect(kindOf(text)).toBe(kind);
});
