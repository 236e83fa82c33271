import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeGsm7 } from '../../../../src/domain/text/gsm7.ts';
import { packSeptets } from '../../../../src/domain/text/septets.ts';
import { encodeUcs2 } from '../../../../src/domain/text/ucs2.ts';
import { readDelivery } from '../../../../src/protocols/smpp/delivery.ts';
import { readInbound } from '../../../../src/routes/smpp/receive/inbound.ts';
import { type DeliverSm, deliverSm, tlv } from '../../../support/smpp/scripted-smsc.ts';
import { smppConfig } from '../../../support/smpp/smpp-samples.ts';

const inbound = (fields: DeliverSm, config: Record<string, unknown> = {}) => {
  const frame = deliverSm(fields);
  const delivery = readDelivery(frame);
  if ('fault' in delivery) throw new Error(delivery.fault);
  return readInbound(delivery, frame, smppConfig(config));
};

const hex = (text: string) => Buffer.from(text, 'hex');

describe('the text of a message from a phone', () => {
  test.each([
    ['the default alphabet', 0, '001b650248', '@€$H'],
    ['ASCII', 1, '48656c6c6f', 'Hello'],
    ['Latin-1', 3, 'e96c61', 'éla'],
    ['ISO 8859-5', 6, 'c4d0', 'Фа'],
    ['ISO 8859-8', 7, 'e0', 'א'],
    ['UCS-2', 8, '0416d83dde00', 'Ж😀'],
    ['the default alphabet with a class', 0xf1, '0048', '@H'],
    ['the default alphabet, general group', 0x10, '0048', '@H'],
    ['UCS-2, general group', 0x18, '0416', 'Ж'],
    ['UCS-2, message waiting', 0xe0, '0416', 'Ж'],
    ['the default alphabet, message waiting', 0xd0, '0048', '@H'],
    ['octets', 4, '0a0b', 'binary 0a0b'],
    ['octets with a class', 0xf5, '0a0b', 'binary 0a0b'],
    ['a coding that nobody assigned', 0xb0, '0a', 'binary 0a'],
  ])('is decoded from %s (data_coding %i)', (_, dataCoding, octets, text) => {
    expect(inbound({ dataCoding, octets: hex(octets) }).text).toBe(text);
  });

  test('is read in the alphabet that the route is configured with', () => {
    expect(inbound({ octets: hex('e9') }, { alphabet: 'latin1' }).text).toBe('é');
  });

  test('is unpacked from septets, if the route is set so, whatever user data header comes first', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', 'é', '@', '€', 'Z'), maxLength: 60 }),
        fc.constantFrom('', '050003010201', '06080400010201'),
        (text, header) => {
          const fillBits = (7 - ((header.length * 4) % 7)) % 7;
          const octets = Buffer.concat([hex(header), packSeptets(encodeGsm7(text), fillBits)]);
          const esmClass = header === '' ? 0 : 0x40;
          const read = inbound({ octets, esmClass }, { alphabet: 'gsm7-packed' }).text;
          // An @ at the end can't be told from the seven empty bits that seven septets leave in the last octet.
          const ambiguous = text.endsWith('@') && read === text.slice(0, -1);
          expect(ambiguous || read === text).toBe(true);
        },
      ),
    );
  });

  test('is read from message_payload', () => {
    expect(inbound({ dataCoding: 8, tlvs: [tlv(0x424, encodeUcs2('Ж'.repeat(900)))] }).text).toBe(
      'Ж'.repeat(900),
    );
  });

  test.each([5, 10, 13, 14])(
    'is read in a multi-octet alphabet (data_coding %i) without an error',
    (dataCoding) => {
      expect(inbound({ dataCoding, octets: hex('ff1b2480') }).text).toEqual(expect.any(String));
    },
  );
});

describe('the part numbers of a long message from a phone', () => {
  test.each([
    ['an 8-bit reference', '050003ab0302', { reference: 0xab, total: 3, part: 2 }],
    ['a 16-bit reference', '060804abcd0302', { reference: 0xabcd, total: 3, part: 2 }],
  ])('come from a UDH with %s', (_, header, concat) => {
    const message = inbound({ esmClass: 0x40, octets: hex(`${header}48`) });
    expect(message).toMatchObject({ concat, text: 'H' });
  });

  test('come from a UDH element that follows another', () => {
    const message = inbound({ esmClass: 0x40, octets: hex('0b0504158200000003ab030248') });
    expect(message).toMatchObject({ concat: { reference: 0xab, total: 3, part: 2 }, text: 'H' });
  });

  test('come from SAR parameters', () => {
    const sar = (reference: number, total: number, part: number) => [
      tlv(0x20c, Buffer.of(reference >> 8, reference & 0xff)),
      tlv(0x20e, Buffer.of(total)),
      tlv(0x20f, Buffer.of(part)),
    ];
    expect(inbound({ tlvs: sar(300, 3, 2) }).concat).toEqual({ reference: 300, total: 3, part: 2 });
    expect(inbound({ tlvs: sar(300, 3, 4) }).concat).toBeUndefined();
    expect(inbound({ tlvs: sar(300, 1, 1) }).concat).toBeUndefined();
    expect(inbound({ tlvs: sar(300, 3, 2).slice(0, 2) }).concat).toBeUndefined();
  });

  test('are absent when the UDH claims more octets than there are, and its octets are shown with the text', () => {
    expect(inbound({ esmClass: 0x40, octets: hex('4848') })).toMatchObject({ concat: undefined, text: 'HH' });
  });
});

describe('the addresses of a message from a phone', () => {
  test.each([
    ['33639980001', 1, '+33639980001'],
    ['0639980001', 2, '0639980001'],
    ['36180', 3, '36180'],
    ['BANK', 5, 'BANK'],
  ])('are read so: %s with TON %i is %s', (source, sourceTon, from) => {
    expect(inbound({ source, sourceTon }).from).toBe(from);
  });

  test('include the number that the message was sent to', () => {
    expect(inbound({ destination: '36180' }).to).toBe('36180');
    expect(inbound({ destination: '' }).to).toBeUndefined();
  });
});

test('the PDU of a message from a phone is kept unchanged as evidence', () => {
  const fields = { octets: Buffer.from('STOP') };
  expect(inbound(fields).evidence).toBe(deliverSm(fields).toString('hex'));
});
