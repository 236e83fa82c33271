import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSubmit } from '../../../src/sim/modem/pdu/submit.ts';

const now = new Date('2026-03-01T12:00:00Z');
const DAY = 86_400_000;
const read = (hex: string, length = hex.length / 2 - 1) => {
  const submit = readSubmit(hex, length, now);
  return typeof submit === 'string' ? submit : { ...submit, to: submit.to.text };
};

describe('the simulated modem reads an SMS-SUBMIT PDU', () => {
  it.each([
    [
      '0011000B916407281553F80000AA0AE8329BFD4697D9EC37',
      23,
      { to: '+46708251358', text: 'hellohello', validForMs: 4 * DAY, wantsReport: false },
    ],
    [
      '0001000B917228001011F100000CC8329BFD065DDF72363904',
      24,
      { to: '+27820001111', text: 'Hello World!', validForMs: undefined },
    ],
    [
      '07914400000000F01100099121436587F90008F40A4E16754C60A8597DFF01',
      23,
      {
        serviceCentre: '+44000000000',
        to: '+123456789',
        text: '世界您好！',
        alphabet: 'ucs2',
        validForMs: 364 * DAY,
      },
    ],
    [
      '04A12143F5310D0AA110624521430000A91BD4F29C0E6A97E7F3F0B9AC03B1DFE3301BE4AEB7C565F91C',
      37,
      {
        serviceCentre: '12345',
        to: '0126541234',
        text: 'Test message: local numbers',
        wantsReport: true,
        validForMs: 3 * DAY,
      },
    ],
    [
      '0591721891F101000B917228214365F700040C48656C6C6F20776F726C6421',
      25,
      { serviceCentre: '+2781191', to: '+27821234567', text: 'Hello world!', alphabet: '8bit' },
    ],
  ])('that is published: %s', (hex, length, expected) => {
    expect(read(hex, length)).toMatchObject(expected);
  });

  it('whose text follows a user data header and its fill bits', () => {
    // "Hello," follows the header 06 08 04 1234 02 01, which is eight septets and needs no fill bits, then 05 00 03
    // 2A 02 01, which needs one.
    const address = '0B917228214365F7';
    expect(read(`0041000B917228214365F700000E06080412340201C8329BFD6601`)).toMatchObject({
      text: 'Hello,',
      concat: { reference: 0x1234, total: 2, part: 1 },
    });
    expect(read(`004100${address}00000D0500032A0201906536FBCD02`)).toMatchObject({
      text: 'Hello,',
      concat: { reference: 0x2a, total: 2, part: 1 },
    });
  });

  it('with an absolute validity period', () => {
    expect(read('0019000B916407281553F800006230102100000000', 20)).toMatchObject({
      validForMs: 0,
      text: '',
    });
  });
});

// The forms are those of TS 23.040 9.2.3.12.
describe('the simulated network reads every form of validity period', () => {
  const MINUTE_MS = 60_000;
  const HOUR_MS = 60 * MINUTE_MS;
  const DAY_MS = 24 * HOUR_MS;

  it.each([
    ['none', '01', '', undefined],
    ['relative, in steps of 5 minutes', '11', '00', 5 * MINUTE_MS],
    ['relative, in steps of half an hour', '11', 'A7', DAY_MS],
    ['relative, in days', '11', 'AA', 4 * DAY_MS],
    ['relative, in weeks', '11', 'FF', 63 * 7 * DAY_MS],
    ['absolute', '19', '62302021000000', DAY_MS],
    ['absolute, an hour east of Greenwich', '19', '62302021000040', DAY_MS - HOUR_MS],
    ['enhanced, and none', '09', '00000000000000', undefined],
    ['enhanced, relative', '09', '01AA0000000000', 4 * DAY_MS],
    ['enhanced, in seconds', '09', '021E0000000000', 30_000],
    ['enhanced, in hours, minutes and seconds', '09', '03213254000000', (12 * 60 + 23) * MINUTE_MS + 45_000],
    ['enhanced, single shot', '09', '42050000000000', 5000],
    ['enhanced, with a second indicator', '09', '82000A00000000', 10_000],
  ])('of the kind: %s', (_name, first, validity, validForMs) => {
    const hex = `00${first}000B916407281553F80000${validity}00`;
    expect(readSubmit(hex, hex.length / 2 - 1, now)).toMatchObject({ validForMs });
  });

  it('except a form that the specification reserves', () => {
    const hex = '0009000B916407281553F800000700000000000000';
    expect(readSubmit(hex, hex.length / 2 - 1, now)).toContain('reserved');
  });
});

describe('the simulated modem refuses with a reason an SMS-SUBMIT', () => {
  it.each([
    ['not hexadecimal', '00110Z', 2, 'hexadecimal'],
    ['odd', '001', 1, 'hexadecimal'],
    [
      'of another length than AT+CMGS announced',
      '0011000B916407281553F80000AA0AE8329BFD4697D9EC37',
      24,
      'length is 24',
    ],
    ['a DELIVER', '0004000B916407281553F80000AA0AE8329BFD4697D9EC37', 23, 'no SUBMIT'],
    ['cut in its text', '0011000B916407281553F80000AA0AE8329BFD4697D9EC', 22, 'TP-UDL'],
    ['followed by more', '0011000B916407281553F80000AA0AE8329BFD4697D9EC3700', 24, 'TP-UDL'],
    ['cut in its address', '0011000B9164', 5, 'too early'],
    ['to a type of address without its highest bit', '0011000B116407281553F80000AA00', 14, 'highest bit'],
    ['to an odd number that 1s do not fill up', '0011000B91640728155308000AA00', 13, 'hexadecimal'],
    ['to a number with more digits than its length', '0011000B916407281553780000AA00', 14, 'digits'],
    ['with a header longer than the text', '0051000B916407281553F80004AA020A00', 16, 'header'],
    ['with a reserved alphabet', '0011000B916407281553F8000CAA00', 14, 'alphabet'],
    ['with a validity that is no day', '0019000B916407281553F80000620332210000000000', 21, 'moment'],
  ])('that is %s', (_, hex, length, reason) => {
    expect(readSubmit(hex, length, now)).toContain(reason);
  });

  it('and never throws, whatever octets come', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 180 }), (octets) => {
        const hex = Buffer.from(octets).toString('hex');
        const body = octets.length - 1 - (octets[0] ?? 0);
        expect(['string', 'object']).toContain(typeof readSubmit(hex, body, now));
      }),
    );
  });
});
