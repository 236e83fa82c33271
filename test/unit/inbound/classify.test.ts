import { describe, expect, test } from 'vitest';
import { DEFAULT_ANSWERS } from '../../../src/inbound/answer.ts';
import { classify, type Setting } from '../../../src/inbound/classify.ts';
import { EVERY_LIST, isReserved, stopsAll } from '../../../src/inbound/opt-out.ts';
import { help, optIns, optOuts, others, safe, traps } from './phrases.ts';

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

test('the table is of 200 phrases or more', () => {
  const all = [...optOuts, ...optIns, ...traps, ...safe, ...help, ...others];
  expect(new Set(all).size).toBeGreaterThan(250);
});

describe('an opt-out is', () => {
  test.each(optOuts)('%j', (text) => {
    expect(kindOf(text)).toBe('optOut');
    // Before any answer and any keyword.
    expect(kindOf(text, asked)).toBe('optOut');
  });
});

describe('an opt-out of every list is', () => {
  test.each(EVERY_LIST.split('|'))('%j', (text) => {
    expect(kindOf(text)).toBe('optOut');
    expect(stopsAll(text)).toBe(true);
  });

  test.each(['STOP TOUT', 'stop tout merci', 'Arrêt tout, svp', 'STOP ALL please'])('%j', (text) => {
    expect(stopsAll(text)).toBe(true);
  });
});

describe('no opt-out is', () => {
  test.each(traps)('%j', (text) => {
    expect(['inbox', 'keyword']).toContain(kindOf(text));
  });
});

describe('an opt-in is', () => {
  test.each(optIns)('%j', (text) => expect(kindOf(text)).toBe('optIn'));
});

describe('while 1 is safe and 2 is help', () => {
  test.each(safe)('%j is safe', (text) => expect(meaningOf(text)).toBe('safe'));
  test.each(help)('%j is help', (text) => expect(meaningOf(text)).toBe('help'));
  test.each(others)('%j is kept as something else', (text) => expect(meaningOf(text)).toBe('other'));
});

test.each(['CANCEL', 'end', 'Arrêt', 'start'])('%s can be neither answer nor keyword', (word) => {
  expect(isReserved(word)).toBe(true);
});

test.each(['1', 'OUI', 'ABRI', 'info'])('%s can be an answer or a keyword', (word) => {
  expect(isReserved(word)).toBe(false);
});
