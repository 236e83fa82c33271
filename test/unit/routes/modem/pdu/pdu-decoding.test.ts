import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toHex } from '../../../../../src/routes/modem/pdu/hex.ts';
import { decodeIncoming } from '../../../../../src/routes/modem/pdu/incoming.ts';
import { statusClass, statusWords } from '../../../../../src/routes/modem/pdu/status-words.ts';
import { decodeTimestamp } from '../../../../../src/routes/modem/pdu/timestamp.ts';
import { alphabetOf, decodeUserData } from '../../../../../src/routes/modem/pdu/user-data.ts';

const SMSC = '0791331900000000';
const STAMP = '62115221304540';

/** A status report for TP-MR 42, sent to +33639980001. */
const report = (status: string, recipient = '0B913336990800F1') =>
  `${SMSC}062A${recipient}${STAMP}${STAMP}${status}`;

describe('a status report', () => {
  it('gives TP-MR, recipient, time and status', () => {
    expect(decodeIncoming(report('00'))).toEqual({
      kind: 'statusReport',
      reference: 42,
      to: { kind: 'international', text: '33639980001' },
      at: Date.parse('2026-11-25T12:03:54+01:00'),
      status: 0,
    });
  });

  it('is read although its recipient is garbled', () => {
    expect(decodeIncoming(report('46', '0B91EDCBFFFFFFFF'))).toMatchObject({
      kind: 'statusReport',
      reference: 42,
      to: undefined,
      status: 0x46,
    });
  });

  it('is refused when it ends before its status', () => {
    expect(decodeIncoming(report('').slice(0, -4)).kind).toBe('other');
  });

  it('has words for each TP-Status from 0 to 255', () => {
    expect(statusWords(0x46)).toBe('validity period expired (TP-Status 0x46)');
    expect(statusWords(0x30)).toBe('temporary error, still trying (TP-Status 0x30)');
    for (let status = 0; status < 256; status++)
      expect(statusWords(status)).toMatch(/^\w.* \(TP-Status 0x..\)$/);
  });

  it.each([
    [0x00, 'completed'],
    [0x1f, 'completed'],
    [0x20, 'stillTrying'],
    [0x3f, 'stillTrying'],
    [0x40, 'permanent'],
    [0x5f, 'permanent'],
    [0x60, 'stopped'],
    [0xff, 'stopped'],
  ])('with TP-Status %i is of the class %s', (status, kind) => {
    expect(statusClass(status)).toBe(kind);
  });
});

describe('a message from a phone (SMS-DELIVER)', () => {
  it('may come from an alphanumeric sender', () => {
    // 6 characters take 42 bits, which is 11 semi-octets.
    expect(decodeIncoming(`${SMSC}040BD0CD705A9E2E030000${STAMP}02C834`)).toMatchObject({
      from: { kind: 'alphanumeric', text: 'Mairie' },
      text: 'Hi',
    });
  });

  it('is read as far as it goes when its length field (TP-UDL) is too large', () => {
    expect(decodeIncoming(`${SMSC}040B913336990800F10000${STAMP}A0E8329BFD4697D9EC37`)).toMatchObject({
      kind: 'deliver',
      text: expect.stringMatching(/^hellohello/),
    });
  });

  it('keeps its text when its user data header has only elements that the gateway does not use', () => {
    // Port addressing (05) before the text, UCS-2.
    expect(decodeIncoming(`${SMSC}440B913336990800F10008${STAMP}0B06050415820000004F004B`)).toMatchObject({
      kind: 'deliver',
      text: 'OK',
      concat: undefined,
    });
  });

  it('has its part number read from a concatenation header with an 8-bit reference', () => {
    expect(decodeIncoming(`${SMSC}440B913336990800F10008${STAMP}0A0500032A0302004F004B`)).toMatchObject({
      text: 'OK',
      concat: { reference: 0x2a, total: 3, part: 2 },
    });
  });

  it('is shown as a whole when its user data header claims more octets than the message has', () => {
    expect(decodeIncoming(`${SMSC}440B913336990800F10008${STAMP}0420AC0041`)).toMatchObject({
      text: '€A',
      concat: undefined,
    });
    // Its header counts as 7 septets, and TP-UDL names 5.
    expect(decodeIncoming(`${SMSC}440B913336990800F10000${STAMP}050500032A0302`)).toMatchObject({
      text: expect.stringMatching(/^.{5}$/s),
      concat: undefined,
    });
  });

  it.each([
    ['gsm7', 0x00],
    ['octets', 0x04],
    ['ucs2', 0x08],
  ])('in %s is not empty and has no part number, however many octets its header claims', (alphabet, dcs) => {
    for (let size = 2; size <= 20; size++) {
      const length = alphabet === 'gsm7' ? Math.floor((size * 8) / 7) : size;
      for (let claimed = size; claimed <= 255; claimed++) {
        const octets = Uint8Array.from({ length: size }, (_, at) => (at === 0 ? claimed : 0x41));
        const whole = decodeUserData(octets, length, dcs, false).text;
        expect(whole).not.toBe('');
        expect(decodeUserData(octets, length, dcs, true)).toMatchObject({ text: whole, concat: undefined });
      }
    }
  });

  it('is not read from a PDU that is a stored SMS-SUBMIT', () => {
    expect(decodeIncoming('0001000B917228001011F100000CC8329BFD065DDF72363904')).toEqual({
      kind: 'other',
      reason: 'a stored SMS-SUBMIT',
    });
  });
});

describe('a time stamp', () => {
  const stamp = (hex: string) => decodeTimestamp(Buffer.from(hex, 'hex'));

  it('counts the time zone in quarters of an hour, east and west of Greenwich', () => {
    expect(stamp('62115221304522')).toBe(Date.parse('2026-11-25T12:03:54+05:30'));
    expect(stamp('6211522130454A')).toBe(Date.parse('2026-11-25T12:03:54-06:00'));
  });

  it.each(['00000000000000', 'FFFFFFFFFFFFFF', '62311221304540', '6211522130'])(
    '%s is not read as a time',
    (hex) => {
      expect(stamp(hex)).toBeUndefined();
    },
  );
});

describe('a data coding scheme', () => {
  it.each([
    [0x00, 'gsm7'],
    [0x04, 'octets'],
    [0x08, 'ucs2'],
    [0x11, 'gsm7'],
    [0x18, 'ucs2'],
    [0x20, 'octets'],
    [0x48, 'ucs2'],
    [0xc8, 'gsm7'],
    [0xd0, 'gsm7'],
    [0xe0, 'ucs2'],
    [0xf1, 'gsm7'],
    [0xf5, 'octets'],
    [0x80, 'gsm7'],
  ])('%i stands for the alphabet %s', (dcs, alphabet) => {
    expect(alphabetOf(dcs)).toBe(alphabet);
  });
});

describe('the decoder of incoming PDUs', () => {
  it('never throws for a text that is not hexadecimal', () => {
    fc.assert(fc.property(fc.string(), (text) => void decodeIncoming(text)));
  });

  it('never throws for 200,000 random strings of octets', () => {
    // A simple generator (the LCG of Numerical Recipes), since fast-check is too slow for this number.
    let seed = 20_261_124;
    const next = () => {
      seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
      return seed >>> 8;
    };
    const kinds = new Set<string>();
    for (let i = 0; i < 200_000; i++) {
      const octets = Uint8Array.from({ length: next() % 60 }, () => next() & 0xff);
      // Half of them begin like a real PDU, so that the decoder gets beyond the first octets.
      if (i % 2 === 0 && octets.length > 2) octets.set([0, next() & 0x47]);
      kinds.add(decodeIncoming(toHex(octets)).kind);
    }
    expect([...kinds].sort()).toEqual(['deliver', 'other', 'statusReport']);
  });
});
