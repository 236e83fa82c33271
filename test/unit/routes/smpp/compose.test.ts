import { describe, expect, test } from 'vitest';
import { toSender } from '../../../../src/domain/messages/sender.ts';
import type { OutgoingPart } from '../../../../src/domain/routes/route.ts';
import { encodeGsm7 } from '../../../../src/domain/text/gsm7.ts';
import { packSeptets } from '../../../../src/domain/text/septets.ts';
import { capacities } from '../../../../src/domain/text/split.ts';
import { encodeUcs2 } from '../../../../src/domain/text/ucs2.ts';
import type { SubmitFields } from '../../../../src/protocols/smpp/submit-pdu.ts';
import { compose } from '../../../../src/routes/smpp/submit/compose.ts';
import { KnownTexts } from '../../../../src/routes/smpp/submit/known-texts.ts';
import { samplePart, smppConfig } from '../../../support/smpp/smpp-samples.ts';

const NOW = Date.UTC(2026, 0, 1);
const part = (change: Partial<OutgoingPart> = {}): OutgoingPart =>
  samplePart({ validUntil: NOW + 1_800_000, ...change });

const tried = (change: Partial<OutgoingPart> = {}, options: Record<string, unknown> = {}) => {
  const config = smppConfig(options);
  return compose(part(change), config, NOW, new KnownTexts(config));
};

const composed = (change: Partial<OutgoingPart> = {}, config: Record<string, unknown> = {}): SubmitFields => {
  const fields = tried(change, config);
  if ('kind' in fields) throw new Error(`not composed: ${JSON.stringify(fields)}`);
  return fields;
};

const octetsOf = (fields: SubmitFields) => [...fields.octets];

describe('the text of a submit_sm', () => {
  test('GSM 7-bit goes unpacked with data_coding 0', () => {
    const fields = composed({ text: '@ €[' });
    expect(octetsOf(fields)).toEqual([0x00, 0x20, 0x1b, 0x65, 0x1b, 0x3c]);
    expect(fields).toMatchObject({ dataCoding: 0, esmClass: 0, asPayload: false, sar: undefined });
  });

  test('UCS-2 goes in big-endian order with data_coding 8', () => {
    const fields = composed({ encoding: 'ucs2', text: 'Ж😀' });
    expect(octetsOf(fields)).toEqual([0x04, 0x16, 0xd8, 0x3d, 0xde, 0x00]);
    expect(fields.dataCoding).toBe(8);
  });

  test('GSM 7-bit goes as packed septets when the route is set to gsm7-packed', () => {
    const fields = composed({ text: 'hellohello' }, { alphabet: 'gsm7-packed', dataCoding: 0 });
    expect(Buffer.from(fields.octets).toString('hex')).toBe('e8329bfd4697d9ec37');
  });

  test('packed septets follow their user data header without fill bits, since the header is eight septets long', () => {
    const fields = composed({ text: 'hello', part: 1, parts: 2 }, { alphabet: 'gsm7-packed' });
    expect(octetsOf(fields).slice(7)).toEqual([...packSeptets(encodeGsm7('hello'))]);
  });

  test.each([
    ['latin1', 'crue de la Garonne à 5 m', 3],
    ['ascii', 'flood', 1],
  ])('the text goes in the alphabet %s when the route is set so', (alphabet, text, dataCoding) => {
    const fields = composed({ text }, { alphabet });
    expect(Buffer.from(fields.octets).toString('latin1')).toBe(text);
    expect(fields.dataCoding).toBe(dataCoding);
  });

  test('a character that the carrier’s alphabet lacks makes the text go as UCS-2 where it fits: the text is never changed', () => {
    const fields = composed({ text: '5 € à payer' }, { alphabet: 'latin1' });
    expect(octetsOf(fields)).toEqual([...encodeUcs2('5 € à payer')]);
    expect(fields.dataCoding).toBe(8);
  });

  test('a text that neither the carrier’s alphabet nor UCS-2 can hold is refused for this route alone', () => {
    const outcome = tried({ text: '€'.repeat(71) }, { alphabet: 'ascii' });
    expect(outcome).toMatchObject({ kind: 'refused', blame: 'route' });
  });

  test.each([
    ['gsm7', 'gsm7', 'Montez !', 0x10],
    ['gsm7-packed', 'gsm7', 'Montez !', 0x10],
    ['gsm7', 'ucs2', 'Тревога', 0x18],
    ['latin1', 'gsm7', 'Montez !', 0x18],
    ['ascii', 'gsm7', 'Flood', 0x18],
  ] as const)(
    'a flash message has message class 0, at a carrier with the alphabet %s and in the encoding %s',
    (alphabet, encoding, text, dataCoding) => {
      const fields = composed({ text, encoding, flash: true }, { alphabet });
      expect(fields.dataCoding).toBe(dataCoding);
      if (dataCoding === 0x18) expect(octetsOf(fields)).toEqual([...encodeUcs2(text)]);
    },
  );

  test('a flash message goes as an ordinary one if the route’s alphabet has no message class and the text is too long for UCS-2', () => {
    const fields = composed({ text: 'x'.repeat(71), flash: true }, { alphabet: 'latin1' });
    expect(fields).toMatchObject({ dataCoding: 3, octets: Buffer.from('x'.repeat(71)) });
  });

  test('a route may set the data_coding of its alphabet', () => {
    expect(composed({}, { dataCoding: 0xf1 }).dataCoding).toBe(0xf1);
  });
});

describe('a part of a long text', () => {
  test('sent with a UDH has a 16-bit reference, which may be above 255', () => {
    const fields = composed({ text: 'b', part: 2, parts: 3, reference: 0x0100 });
    expect(octetsOf(fields)).toEqual([0x06, 0x08, 0x04, 0x01, 0x00, 0x03, 0x02, 0x62]);
    expect(fields).toMatchObject({ esmClass: 0x40, sar: undefined, asPayload: false });
  });

  test('sent with SAR parameters has no UDH', () => {
    const fields = composed({ text: 'b', part: 2, parts: 3, reference: 0xffff }, { longText: 'sar' });
    expect(octetsOf(fields)).toEqual([0x62]);
    expect(fields).toMatchObject({ esmClass: 0, sar: { reference: 0xffff, total: 3, part: 2 } });
  });

  test('sent in message_payload keeps its UDH', () => {
    const fields = composed({ text: 'b', part: 2, parts: 3, reference: 1 }, { longText: 'payload' });
    expect(octetsOf(fields)).toEqual([0x06, 0x08, 0x04, 0x00, 0x01, 0x03, 0x02, 0x62]);
    expect(fields).toMatchObject({ esmClass: 0x40, asPayload: true });
  });

  test.each(['udh', 'sar', 'payload'])(
    'is a plain short_message when it is the only part (%s)',
    (longText) => {
      expect(composed({}, { longText })).toMatchObject({ esmClass: 0, sar: undefined, asPayload: false });
    },
  );

  test.each(['udh', 'sar', 'payload'])(
    'fits in a submit_sm when it is as long as its encoding allows (%s)',
    (longText) => {
      const gsm7 = 'x'.repeat(capacities.gsm7.several);
      const ucs2 = 'Ж'.repeat(capacities.ucs2.several);
      expect(composed({ text: gsm7, parts: 255, part: 255 }, { longText }).octets.length).toBeLessThanOrEqual(
        160,
      );
      expect(
        composed({ text: ucs2, encoding: 'ucs2', parts: 255, part: 255 }, { longText }).octets.length,
      ).toBeLessThanOrEqual(141);
    },
  );

  test('is refused, not cut, when no submit_sm can hold it', () => {
    expect(tried({ text: 'x'.repeat(255) })).toMatchObject({
      kind: 'refused',
      blame: 'message',
    });
    expect(composed({ text: 'x'.repeat(254) }).octets).toHaveLength(254);
  });
});

describe('the addresses of a submit_sm', () => {
  test.each([
    ['PREFECTURE', 5, 0, 'PREFECTURE'],
    ['36180', 3, 0, '36180'],
    ['+33639980009', 1, 1, '33639980009'],
  ])('the sender %s has TON %i and NPI %i', (text, sourceTon, sourceNpi, source) => {
    expect(composed({ from: toSender(text) })).toMatchObject({ source, sourceTon, sourceNpi });
  });

  test('a message without a sender has an empty source address, so that the carrier fills in its own', () => {
    expect(composed({ from: undefined })).toMatchObject({ source: '', sourceTon: 0, sourceNpi: 0 });
  });

  test('the recipient is an international number without its plus', () => {
    expect(composed()).toMatchObject({ destination: '33639980001', destinationTon: 1, destinationNpi: 1 });
  });

  test('TON and NPI are those of the route’s configuration when it sets them', () => {
    const addresses = { shortCode: { ton: 6, npi: 9 }, recipient: { ton: 2 } };
    expect(composed({ from: toSender('36180') }, { addresses })).toMatchObject({
      sourceTon: 6,
      sourceNpi: 9,
      destinationTon: 2,
      destinationNpi: 1,
    });
  });

  test('an address with a NUL inside, which would shift every later field, is refused', () => {
    const from = { kind: 'alphanumeric', text: 'A\0B' } as const;
    expect(tried({ from })).toMatchObject({ kind: 'refused', blame: 'message' });
  });
});

describe('the urgency and validity of a submit_sm', () => {
  test.each([
    ['critical', 3],
    ['high', 2],
    ['normal', 0],
    ['low', 0],
  ] as const)('a message of priority %s has priority_flag %i', (priority, priorityFlag) => {
    expect(composed({ priority }).priorityFlag).toBe(priorityFlag);
  });

  test.each([
    [1, '000000000001000R'],
    [999, '000000000001000R'],
    [1000, '000000000001000R'],
    [1999, '000000000001000R'],
    [59_999, '000000000059000R'],
    [3_661_000, '000000010101000R'],
    [86_400_000, '000001000000000R'],
    [30 * 86_400_000, '000030000000000R'],
    [400 * 86_400_000, '000030000000000R'],
  ])(
    'with %i ms left the validity_period is %s, never later than the end of the validity',
    (leftMs, validityPeriod) => {
      expect(composed({ validUntil: NOW + leftMs }).validityPeriod).toBe(validityPeriod);
    },
  );

  test('the validity_period is an absolute time when the route is set so', () => {
    const fields = composed({ validUntil: NOW + 3_661_999 }, { validity: 'absolute' });
    expect(fields.validityPeriod).toBe('260101010101000+');
  });

  test('the validity_period is empty when the route is set to none', () =>
    expect(composed({}, { validity: 'none' }).validityPeriod).toBe(''));

  test('a part whose validity has ended is not sent', () => {
    expect(tried({ validUntil: NOW })).toMatchObject({
      kind: 'retry',
      reason: 'expired',
      throttled: false,
    });
  });
});
