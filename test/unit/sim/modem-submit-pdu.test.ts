import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSubmit } from '../../../src/sim/modem/pdu/submit.ts';

const now = new Date('2026-03-01T12:00:00Z');
const DAY = 86_400_000;
const read = (hex: string, length = hex.length / 2 - 1) => {
  const submit = readSubmit(hex, length, now);
  return typeof submit === 'string' ? submit : { ...submit, to: submit.to.text };
};

describe('the simulated modem reads published SUBMITs', () => {
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
  ])('%s', (hex, length, expected) => {
    expect(read(hex, length)).toMatchObject(expected);
  });

  it('and text behind a header with its fill bits', () => {
    // "Hello," after 06 08 04 1234 02 01: eight septets of header, none to fill; after 05 00 03 2A 02 01 there is one.
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

  it('and a validity that is a moment', () => {
    expect(read('0019000B916407281553F800006230102100000000', 20)).toMatchObject({
      validForMs: 0,
      text: '',
    });
  });
});

describe('the simulated modem tells what is wrong with a SUBMIT', () => {
  it.each([
    ['not hexadecimal', '00110Z', 2, 'hexadecimal'],
    ['odd', '001', 1, 'hexadecimal'],
    [
      'of another length than announced',
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
  ])('%s', (_, hex, length, reason) => {
    expect(readSubmit(hex, length, now)).toContain(reason);
  });

  it('whatever octets come, without throwing', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 180 }), (octets) => {
        const hex = Buffer.from(octets).toString('hex');
        const body = octets.length - 1 - (octets[0] ?? 0);
        expect(['string', 'object']).toContain(typeof readSubmit(hex, body, now));
      }),
    );
  });
});
