import { describe, expect, it } from 'vitest';
import { readAtError } from '../../../../../src/routes/modem/at/at-answer.ts';
import { classifySubmitError, errorWords } from '../../../../../src/routes/modem/at/cms-error.ts';

const cms = (code: number) => ({ kind: 'cms', code, line: `+CMS ERROR: ${code}` }) as const;
const cme = (code: number) => ({ kind: 'cme', code, line: `+CME ERROR: ${code}` }) as const;

const span = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, i) => first + i);

describe('an error of AT+CMGS', () => {
  it.each([
    ['number', [1, 28, 30, 195, 196]],
    ['message', [...span(95, 99), 111, ...span(128, 159), 176, 304, 305]],
    ['duplicate', [197]],
    ['sim', [8, 10, 29, 50, 69, 193, ...span(310, 313), ...span(315, 318)]],
    ['serviceCentre', [330]],
    ['transient', [17, 22, 27, 38, 41, 42, 47, 192, 194, 314, 331, 332, 500, 512, 513, 999]],
    ['ambiguous', [21, 127]],
    ['storage', [208, 211, 320, 322]],
  ] as const)('has the class %s for the codes %j', (kind, codes) => {
    for (const code of codes) expect([code, classifySubmitError(cms(code))]).toEqual([code, kind]);
  });

  it('with an unknown code, or without a code, is temporary', () => {
    expect(classifySubmitError(cms(3))).toBe('transient');
    expect(classifySubmitError({ kind: 'plain', line: 'ERROR' })).toBe('transient');
  });

  it('that is a +CME ERROR of the SIM is blamed on the SIM', () => {
    expect(classifySubmitError(cme(10))).toBe('sim');
    expect(classifySubmitError(cme(14))).toBe('transient');
    expect(classifySubmitError(cme(20))).toBe('storage');
    expect(classifySubmitError(cme(30))).toBe('transient');
  });

  it('is shown in words with its code', () => {
    expect(errorWords(cms(28))).toBe('unidentified subscriber (+CMS ERROR: 28)');
    expect(errorWords(cms(999))).toBe('+CMS ERROR: 999');
  });
});

describe('the reader of AT errors', () => {
  it('reads codes, words and a bare ERROR', () => {
    expect(readAtError('+CMS ERROR: 38')).toMatchObject({ kind: 'cms', code: 38 });
    expect(readAtError('+CME ERROR: SIM PIN required')).toMatchObject({ kind: 'cme', code: 11 });
    expect(readAtError('+CME ERROR: something new')).toMatchObject({ kind: 'cme', code: 500 });
    expect(readAtError('ERROR')).toMatchObject({ kind: 'plain' });
  });

  it('does not take the end of a caller’s voice call (NO CARRIER) for an error', () => {
    for (const line of ['NO CARRIER', 'BUSY', 'NO ANSWER', 'RING']) expect(readAtError(line)).toBeUndefined();
  });
});
