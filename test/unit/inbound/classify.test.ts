import { describe, expect, test } from 'vitest';
import { DEFAULT_ANSWERS, readAnswer } from '../../../src/inbound/answer.ts';
import { classify, type Setting } from '../../../src/inbound/classify.ts';
import { EVERY_LIST_WORDS, isReserved, stopsAll } from '../../../src/inbound/opt-out.ts';
import { optIns, optOuts } from './phrases.ts';
import { heldOutCries, heldOutOthers } from './phrases-held-out.ts';
import { traps } from './phrases-not-opt-outs.ts';
import { help, others, safe } from './phrases-of-answers.ts';
import { cries, noCries } from './phrases-of-cries.ts';

const idle: Setting = {
  question: undefined,
  keywords: new Set(['info', 'stop', 'yes']),
  names: ['PREFECTURE'],
};
const asked: Setting = {
  ...idle,
  keywords: new Set(['info']),
  question: { alert: 7, answers: DEFAULT_ANSWERS },
};
const kindOf = (text: string, setting = idle) => classify(text, setting).kind;
const meaningOf = (text: string) => {
  const reading = classify(text, asked);
  return reading.kind === 'answer' ? reading.meaning : reading.kind;
};

test('the opt-outs and answers that are tested here are more than 250 different texts', () => {
  const all = [...optOuts, ...optIns, ...traps, ...safe, ...help, ...others];
  expect(new Set(all).size).toBeGreaterThan(250);
});

describe('texts that opt out', () => {
  test.each(optOuts)('%j is an opt-out', (text) => {
    expect(kindOf(text)).toBe('optOut');
    // An opt-out is checked before answers and keywords.
    expect(kindOf(text, asked)).toBe('optOut');
  });
});

describe('texts that opt out of every list', () => {
  test.each(EVERY_LIST_WORDS.split('|'))('%j is an opt-out of every list', (text) => {
    expect(kindOf(text)).toBe('optOut');
    expect(stopsAll(text)).toBe(true);
  });

  test.each(['STOP TOUT', 'stop tout merci', 'Arrêt tout, svp', 'STOP ALL please'])(
    '%j is for every list',
    (text) => {
      expect(stopsAll(text)).toBe(true);
    },
  );
});

describe('texts that only look like an opt-out', () => {
  test.each(traps)('%j is no opt-out', (text) => {
    expect(['inbox', 'keyword', 'help']).toContain(kindOf(text));
  });
});

describe('texts that opt in', () => {
  test.each(optIns)('%j is an opt-in', (text) => expect(kindOf(text)).toBe('optIn'));
});

describe('an answer to a question in which 1 is safe and 2 is help', () => {
  test.each(safe)('%j means safe', (text) => expect(meaningOf(text)).toBe('safe'));
  test.each(help)('%j means help', (text) => expect(meaningOf(text)).toBe('help'));
  test.each(others)('%j has the meaning other', (text) => expect(meaningOf(text)).toBe('other'));
});

describe('texts that cry for help', () => {
  test.each(cries)('%j is a cry, with and without an open question', (text) => {
    expect(kindOf(text)).toBe('help');
    expect(meaningOf(text)).toBe('help');
  });
});

describe('texts that speak of help or danger and are no cry for help', () => {
  test.each(noCries)('%j is no cry, with and without an open question', (text) => {
    expect(['inbox', 'keyword']).toContain(kindOf(text));
    expect(meaningOf(text)).not.toBe('help');
  });
});

test('the tables of cries and of other texts have more than 150 different texts each', () => {
  expect(new Set(cries).size).toBeGreaterThan(150);
  expect(new Set(noCries).size).toBeGreaterThan(150);
});

test('of the held-out texts at most one cry in twenty is missed, and one other text in twenty is read as a cry', () => {
  const missed = heldOutCries.filter((text) => kindOf(text) !== 'help');
  const wrong = heldOutOthers.filter((text) => kindOf(text) === 'help');
  expect(missed.length / heldOutCries.length, missed.join('\n')).toBeLessThan(0.05);
  expect(wrong.length / heldOutOthers.length, wrong.join('\n')).toBeLessThan(0.05);
});

test('a keyword that is a cry too is answered, and counts as a call', () => {
  expect(classify('aide', { ...idle, keywords: new Set(['aide']) })).toEqual({
    kind: 'keyword',
    word: 'aide',
    cries: true,
  });
  expect(classify('info', idle)).toEqual({ kind: 'keyword', word: 'info', cries: false });
});

test('a cry for help means help beside another answer word, and if the question has no answer for help', () => {
  const answers = [
    { word: 'ABRI', meaning: 'sheltered' },
    { word: '3', meaning: 'away' },
  ];
  const withHelp = [...answers, { word: 'AIDE', meaning: 'help' }];
  expect(readAnswer('abri please help', withHelp)).toBe('help');
  expect(readAnswer('Trois, au secours', withHelp)).toBe('help');
  expect(readAnswer('urgent aide', withHelp)).toBe('help');
  expect(readAnswer('abri merci', withHelp)).toBe('sheltered');
  expect(readAnswer('urgent 3', withHelp)).toBe('help');
  expect(readAnswer('abri please help', answers)).toBe('help');
  expect(readAnswer('abri please', answers)).toBe('sheltered');
});

test('a longer answer word that is listed before the word for help keeps its meaning', () => {
  const answers = [
    { word: 'AIDE INUTILE', meaning: 'safe' },
    { word: 'AIDE', meaning: 'help' },
  ];
  expect(readAnswer('Aide inutile, merci', answers)).toBe('safe');
  expect(readAnswer('aide alimentaire', answers)).toBe('help');
});

test('"no help" is no cry for help if "no" is an answer of the question', () => {
  const answers = [
    { word: 'NO', meaning: 'safe' },
    { word: 'YES', meaning: 'help' },
  ];
  expect(readAnswer('No, thanks', answers)).toBe('safe');
  expect(readAnswer('no help', answers)).toBeUndefined();
  expect(readAnswer('no help needed', answers)).toBeUndefined();
  expect(readAnswer('no I need help', answers)).toBe('help');
});

test.each(['CANCEL', 'end', 'Arrêt', 'start'])('%s cannot be an answer or a keyword', (word) => {
  expect(isReserved(word)).toBe(true);
});

test.each(['1', 'OUI', 'ABRI', 'info'])('%s can be an answer or a keyword', (word) => {
  expect(isReserved(word)).toBe(false);
});
