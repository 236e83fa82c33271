import { describe, expect, it } from 'vitest';
import { decodeIncoming } from '../../../../../src/routes/modem/pdu/incoming.ts';
import { encodeSubmit } from '../../../../../src/routes/modem/pdu/submit.ts';
import { encodeValidity } from '../../../../../src/routes/modem/pdu/validity.ts';

const DAY_MS = 86_400_000;

const plain = { reference: 0, statusReport: false } as const;
const international = (text: string) => ({ kind: 'international', text }) as const;

describe('published SMS-SUBMIT vectors', () => {
  it('encode an international number with a validity of 4 days', () => {
    const pdu = encodeSubmit({
      ...plain,
      to: international('46708251358'),
      alphabet: 'gsm7',
      text: 'hellohello',
      validity: encodeValidity(4 * DAY_MS),
    });
    expect(pdu).toEqual({ hex: '0011000B916407281553F80000AA0AE8329BFD4697D9EC37', length: 23 });
  });

  it('encode a message without a validity', () => {
    const pdu = encodeSubmit({
      ...plain,
      to: international('27820001111'),
      alphabet: 'gsm7',
      text: 'Hello World!',
    });
    expect(pdu).toEqual({ hex: '0001000B917228001011F100000CC8329BFD065DDF72363904', length: 24 });
  });

  it('encode a service centre, UCS-2 and a validity of 52 weeks', () => {
    const pdu = encodeSubmit({
      ...plain,
      serviceCentre: international('44000000000'),
      to: international('123456789'),
      alphabet: 'ucs2',
      text: '世界您好！',
      validity: encodeValidity(52 * 7 * DAY_MS),
    });
    expect(pdu).toEqual({
      hex: '07914400000000F01100099121436587F90008F40A4E16754C60A8597DFF01',
      length: 23,
    });
  });

  it('encode national numbers, a message reference and the request for a status report', () => {
    const pdu = encodeSubmit({
      serviceCentre: { kind: 'national', text: '12345' },
      reference: 13,
      statusReport: true,
      to: { kind: 'national', text: '0126541234' },
      alphabet: 'gsm7',
      text: 'Test message: local numbers',
      validity: encodeValidity(3 * DAY_MS),
    });
    expect(pdu).toEqual({
      hex: '04A12143F5310D0AA110624521430000A91BD4F29C0E6A97E7F3F0B9AC03B1DFE3301BE4AEB7C565F91C',
      length: 37,
    });
  });

  it('encode 8-bit data', () => {
    const pdu = encodeSubmit({
      ...plain,
      serviceCentre: international('2781191'),
      to: international('27821234567'),
      alphabet: 'octets',
      text: 'Hello world!',
    });
    expect(pdu).toEqual({
      hex: '0591721891F101000B917228214365F700040C48656C6C6F20776F726C6421',
      length: 25,
    });
  });
});

describe('published SMS-DELIVER vectors', () => {
  it('decode an address of an unusual type of number', () => {
    expect(
      decodeIncoming('07917283010010F5040BC87238880900F10000993092516195800AE8329BFD4697D9EC37'),
    ).toEqual({
      kind: 'deliver',
      serviceCentre: international('27381000015'),
      from: { kind: 'unknown', text: '27838890001' },
      at: Date.parse('1999-03-29T15:16:59+02:00'),
      text: 'hellohello',
      concat: undefined,
    });
  });

  it('decode a time zone west of Greenwich', () => {
    expect(
      decodeIncoming('07911326040000F0040B911346610089F60000208062917314480CC8F71D14969741F977FD07'),
    ).toMatchObject({
      from: international('31641600986'),
      at: Date.parse('2002-08-26T19:37:41-01:00'),
      text: 'How are you?',
    });
  });

  it('decode characters of the extension table', () => {
    expect(
      decodeIncoming('06917228195339040B917228214365F70000313062315352800A800D8A5E98D337A910'),
    ).toMatchObject({ from: international('27821234567'), text: '@{tést}!' });
  });

  it('decode a part of a long message with a 16-bit reference', () => {
    expect(
      decodeIncoming('07919730071111F1400B919746121611F10000811170021222230E06080412340201C8329BFD6601'),
    ).toMatchObject({ text: 'Hello,', concat: { reference: 0x1234, total: 2, part: 1 } });
  });

  it('decode UCS-2', () => {
    expect(
      decodeIncoming(
        '07919730071111F1000B919746121611F100088111800212222318041F04400438043204350442002C0020043C043804400021',
      ),
    ).toMatchObject({ text: 'Привет, мир!', at: Date.parse('2018-11-08T20:21:22+08:00') });
  });
});
