import { describe, expect, it } from 'vitest';
import { readAtError } from '../../../../../src/routes/modem/at/at-answer.ts';
import { blameOf, errorWords } from '../../../../../src/routes/modem/at/cms-error.ts';
import { CME_ERRORS, CMS_ERRORS } from '../../../../../src/routes/modem/at/error-codes.ts';

const cms = (code: number) => ({ kind: 'cms', code, line: `+CMS ERROR: ${code}` }) as const;
const cme = (code: number) => ({ kind: 'cme', code, line: `+CME ERROR: ${code}` }) as const;

const span = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, i) => first + i);

describe('an error of AT+CMGS', () => {
  it.each([
    ['number', [1, 28, 30, 195, 196]],
    ['text', [...span(95, 99), 111, ...span(128, 159), 160, 161, ...span(162, 175), 176, 198, 199, 304, 305]],
    ['unclear', [21, 127]],
    ['duplicate', [197]],
    ['sim', [8, 10, 29, 50, 69, 193, ...span(310, 313), ...span(315, 318)]],
    ['serviceCentre', [330]],
    ['network', [0, 3, 17, 22, 27, 38, 41, 42, 47, 192, 194, 224, 254, 255, 256, 299, 331, 332]],
    ['modem', [81, 209, 210, 212, 213, 300, 301, 302, 303, 314, 321, 340, 499, 500, 511, 512, 513, 999]],
    ['memory', [208, 211, 320, 322]],
  ] as const)('blames %s for the codes %j', (blame, codes) => {
    for (const code of codes) expect([code, blameOf(cms(code))]).toEqual([code, blame]);
  });

  it.each([
    ['CMS', CMS_ERRORS],
    ['CME', CME_ERRORS],
  ])('has exactly one row for each %s code from 0 to 511, and words for it', (_kind, rows) => {
    const codes = rows.flatMap(([first, last]) => span(first, last));
    expect(codes).toEqual(span(0, 511));
    for (const [, , , words] of rows) expect(words).toMatch(/^[A-Za-z][\w ’()-]+$/);
  });

  it('without a code, or with one of the manufacturer, blames the modem: no message fails by it', () => {
    expect(blameOf({ kind: 'plain', line: 'ERROR' })).toBe('modem');
    expect(blameOf(cme(3514))).toBe('modem');
  });

  it.each([
    ['sim', [5, 10, 11, 13, 16, 40, 47, 62, 103]],
    ['memory', [20, 23]],
    ['network', [30, 31, 32, 111, 113]],
    ['modem', [0, 3, 14, 100, 256]],
    ['text', [24, 25, 50]],
    ['number', [26, 27]],
    ['unclear', [56]],
  ] as const)('that is a +CME ERROR blames %s for the codes %j', (blame, codes) => {
    for (const code of codes) expect([code, blameOf(cme(code))]).toEqual([code, blame]);
  });

  it('is shown in words with its code', () => {
    expect(errorWords(cms(28))).toBe('unidentified subscriber (+CMS ERROR: 28)');
    expect(errorWords(cms(999))).toBe('error of the manufacturer’s own (+CMS ERROR: 999)');
  });
});

describe('the reader of AT errors', () => {
  it('reads codes, words and a bare ERROR', () => {
    expect(readAtError('+CMS ERROR: 38')).toMatchObject({ kind: 'cms', code: 38 });
    expect(readAtError('+CME ERROR: SIM PIN required')).toMatchObject({ kind: 'cme', code: 11 });
    expect(readAtError('+CME ERROR: something new')).toMatchObject({ kind: 'cme', code: 100 });
    expect(readAtError('ERROR')).toMatchObject({ kind: 'plain' });
  });

  it.each([
    ['+CMS ERROR: SIM busy', 'cms', 314],
    ['+CMS ERROR: (U)SIM PIN required', 'cms', 311],
    ['+CMS ERROR: Invalid PDU mode parameter', 'cms', 304],
    ['+CMS ERROR: Unidentified subscriber', 'cms', 28],
    ['+CMS ERROR: Operator determined barring', 'cms', 8],
    ['+CMS ERROR: network timeout', 'cms', 332],
    ['+CMS ERROR: SMSC address unknown', 'cms', 330],
    ['+CMS ERROR: unknown error', 'cms', 500],
    ['+CMS ERROR: something new', 'cms', 500],
    ['+CMS ERROR:304', 'cms', 304],
    ['+CMGS ERROR: 38', 'cms', 38],
    ['+CMGS ERROR: invalid pdu', 'cms', 304],
    ['+CME ERROR: SIM busy', 'cme', 14],
    ['+CME ERROR: no network service', 'cme', 30],
    ['+CME ERROR: incorrect password', 'cme', 16],
  ] as const)('reads %s', (line, kind, code) => {
    expect(readAtError(line)).toEqual({ kind, code, line });
  });

  it('does not take the end of a caller’s voice call (NO CARRIER) for an error', () => {
    for (const line of ['NO CARRIER', 'BUSY', 'NO ANSWER', 'RING']) expect(readAtError(line)).toBeUndefined();
  });
});
