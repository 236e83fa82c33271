import fc from 'fast-check';
import { PDU } from 'smpp';
import { describe, expect, test } from 'vitest';
import { type Delivery, readDelivery } from '../../../../src/protocols/smpp/delivery.ts';
import { cstring, deliverSm, pdu, tlv } from '../../../support/smpp/scripted-smsc.ts';

const read = (frame: Buffer): Delivery => {
  const delivery = readDelivery(frame);
  if ('fault' in delivery) throw new Error(delivery.fault);
  return delivery;
};

const octet = fc.integer({ min: 0, max: 255 });
const ascii = (maxLength: number) =>
  fc.string({
    unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)),
    maxLength,
  });

describe('a deliver_sm or data_sm', () => {
  test('that the npm package smpp wrote is read with the same fields', () => {
    fc.assert(
      fc.property(
        fc.record({
          source: ascii(20),
          ton: octet,
          destination: ascii(20),
          esmClass: octet,
          dataCoding: octet,
          octets: fc.uint8Array({ maxLength: 254 }),
          id: fc.option(ascii(64), { nil: undefined }),
          state: fc.option(octet, { nil: undefined }),
          network: fc.option(fc.uint8Array({ minLength: 3, maxLength: 3 }), { nil: undefined }),
          payload: fc.option(fc.uint8Array({ maxLength: 2000 }), { nil: undefined }),
          sar: fc.option(fc.tuple(fc.integer({ min: 0, max: 0xffff }), octet, octet), { nil: undefined }),
          sequence: fc.integer({ min: 0, max: 0x7fffffff }),
        }),
        (given) => {
          const frame = new PDU('deliver_sm', {
            sequence_number: given.sequence,
            service_type: 'CMT',
            source_addr_ton: given.ton,
            source_addr: Buffer.from(given.source),
            destination_addr: Buffer.from(given.destination),
            esm_class: given.esmClass,
            data_coding: given.dataCoding,
            short_message: Buffer.from(given.octets),
            ...(given.id !== undefined && { receipted_message_id: Buffer.from(`${given.id}\0`) }),
            ...(given.state !== undefined && { message_state: given.state }),
            ...(given.network !== undefined && { network_error_code: Buffer.from(given.network) }),
            ...(given.payload !== undefined && { message_payload: Buffer.from(given.payload) }),
            ...(given.sar !== undefined && {
              sar_msg_ref_num: given.sar[0],
              sar_total_segments: given.sar[1],
              sar_segment_seqnum: given.sar[2],
            }),
          }).toBuffer();
          const delivery = read(frame);
          expect({ ...delivery, octets: [...delivery.octets] }).toMatchObject({
            sequence: given.sequence,
            sourceTon: given.ton,
            source: given.source,
            destination: given.destination,
            esmClass: given.esmClass,
            dataCoding: given.dataCoding,
            octets: [...(given.payload ?? given.octets)],
            receiptedMessageId: given.id,
            messageState: given.state,
            sarReference: given.sar?.[0],
            sarTotal: given.sar?.[1],
            sarPart: given.sar?.[2],
          });
          expect(delivery.networkErrorCode?.toString('hex')).toBe(
            given.network === undefined ? undefined : Buffer.from(given.network).toString('hex'),
          );
        },
      ),
      { numRuns: 500 },
    );
  });

  test.each([0, 1, 2, 254, 255])('with a short_message of %i octets is read', (octets) => {
    expect(read(deliverSm({ octets: Buffer.alloc(octets, 65) })).octets).toHaveLength(octets);
  });

  test('with a message_payload of 64 KiB is read', () => {
    const payload = Buffer.alloc(0xffff, 66);
    expect(read(deliverSm({ tlvs: [tlv(0x424, payload)] })).octets.equals(payload)).toBe(true);
  });

  test('keeps unknown TLVs', () => {
    const delivery = read(
      deliverSm({ tlvs: [tlv(0x1400, Buffer.from('ab')), tlv(0x3fff, Buffer.alloc(0))] }),
    );
    expect(delivery.unknownTlvs?.map(({ tag, value }) => [tag, value.toString()])).toEqual([
      [0x1400, 'ab'],
      [0x3fff, ''],
    ]);
  });

  test('with an address longer than the specification allows is still read', () => {
    expect(read(deliverSm({ source: '3'.repeat(64) })).source).toHaveLength(64);
  });

  test('with one to three stray octets at its end is still read', () => {
    for (const stray of [1, 2, 3])
      expect(read(deliverSm({ tlvs: [Buffer.alloc(stray, 9)] })).unknownTlvs).toBeUndefined();
  });

  test('with a TLV of the wrong length keeps it as an unknown TLV', () => {
    const delivery = read(deliverSm({ tlvs: [tlv(0x427, Buffer.of(1, 2)), tlv(0x20c, Buffer.of(1))] }));
    expect(delivery.messageState).toBeUndefined();
    expect(delivery.unknownTlvs?.map(({ tag }) => tag)).toEqual([0x427, 0x20c]);
  });
});

describe('a deliver_sm or data_sm is refused as unreadable because of', () => {
  const whole = deliverSm({ octets: Buffer.from('hello'), tlvs: [tlv(0x427, Buffer.of(2))] });

  test('a TLV that runs past its end', () => {
    const frame = deliverSm({ tlvs: [Buffer.of(0x04, 0x27, 0xff, 0xff, 2)] });
    expect(readDelivery(frame)).toEqual({ fault: 'TLV 0x427 runs past the end' });
  });

  test('a short_message that runs past its end', () => {
    const frame = Buffer.from(deliverSm({ octets: Buffer.from('hello') }));
    frame[frame.length - 6] = 200;
    expect(readDelivery(frame)).toEqual({ fault: 'short_message runs past the end' });
  });

  test.each([
    ['service_type', 16],
    ['source_addr', 19],
    ['destination_addr', 33],
    ['schedule_delivery_time', 47],
    ['validity_period', 48],
  ])('a %s without an end', (name, at) => {
    const frame = pdu(0x5, 0, 1, Buffer.concat([whole.subarray(16, at), Buffer.alloc(300, 65)]));
    expect(readDelivery(frame)).toEqual({ fault: `${name} has no end` });
  });

  test('mandatory fields that are cut short at any octet', () => {
    const mandatory = whole.length - 5 - 5;
    for (let end = 16; end < mandatory; end++) {
      expect(readDelivery(pdu(0x5, 0, 1, whole.subarray(16, end)))).toHaveProperty('fault');
    }
    expect(readDelivery(pdu(0x5, 0, 1, whole.subarray(16, mandatory)))).toHaveProperty('fault');
  });

  test('a data_sm body that is cut short', () => {
    const body = Buffer.concat([
      cstring(''),
      Buffer.of(1, 1),
      cstring('3'),
      Buffer.of(1, 1),
      cstring('4'),
      Buffer.of(0, 0),
    ]);
    expect(readDelivery(pdu(0x103, 0, 1, body))).toHaveProperty('fault');
    expect(read(pdu(0x103, 0, 1, Buffer.concat([body, Buffer.of(8)]))).dataCoding).toBe(8);
  });
});
