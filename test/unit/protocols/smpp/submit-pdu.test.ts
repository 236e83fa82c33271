import fc from 'fast-check';
import { PDU } from 'smpp';
import { describe, expect, test } from 'vitest';
import {
  isPlainAscii,
  readMessageId,
  type SubmitFields,
  submitSmBound,
  writeAnswer,
  writeSubmitSm,
} from '../../../../src/protocols/smpp/submit-pdu.ts';
import { cstring, pdu } from '../../../support/smpp/scripted-smsc.ts';

const fields = (change: Partial<SubmitFields> = {}): SubmitFields => ({
  serviceType: '',
  sourceTon: 5,
  sourceNpi: 0,
  source: 'PREFECTURE',
  destinationTon: 1,
  destinationNpi: 1,
  destination: '33639980001',
  esmClass: 0,
  protocolId: 0,
  priorityFlag: 3,
  validityPeriod: '000000010000000R',
  dataCoding: 0,
  octets: Buffer.from('Leave now'),
  asPayload: false,
  sar: undefined,
  ...change,
});

const written = (sequence: number, given: SubmitFields): Buffer => {
  const out = Buffer.alloc(submitSmBound(given) + 8, 0xee);
  const end = writeSubmitSm(out, 4, sequence, given);
  expect(out.subarray(end).every((octet) => octet === 0xee)).toBe(true);
  return out.subarray(4, end);
};

/** The same PDU made by the `smpp` package; strings are given as octets. */
const byPackage = (sequence: number, given: SubmitFields): Buffer =>
  new PDU('submit_sm', {
    sequence_number: sequence,
    service_type: Buffer.from(given.serviceType),
    source_addr_ton: given.sourceTon,
    source_addr_npi: given.sourceNpi,
    source_addr: Buffer.from(given.source),
    dest_addr_ton: given.destinationTon,
    dest_addr_npi: given.destinationNpi,
    destination_addr: Buffer.from(given.destination),
    esm_class: given.esmClass,
    protocol_id: given.protocolId,
    priority_flag: given.priorityFlag,
    schedule_delivery_time: '',
    validity_period: Buffer.from(given.validityPeriod),
    registered_delivery: 1,
    replace_if_present_flag: 0,
    data_coding: given.dataCoding,
    sm_default_msg_id: 0,
    short_message: given.asPayload ? Buffer.alloc(0) : Buffer.from(given.octets),
    ...(given.sar !== undefined && {
      sar_msg_ref_num: given.sar.reference,
      sar_total_segments: given.sar.total,
      sar_segment_seqnum: given.sar.part,
    }),
    ...(given.asPayload && { message_payload: Buffer.from(given.octets) }),
  }).toBuffer();

const octet = fc.integer({ min: 0, max: 255 });
const ascii = (maxLength: number) =>
  fc.string({
    unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)),
    maxLength,
  });

const anyFields: fc.Arbitrary<SubmitFields> = fc.record({
  serviceType: ascii(5),
  sourceTon: octet,
  sourceNpi: octet,
  source: ascii(20),
  destinationTon: octet,
  destinationNpi: octet,
  destination: ascii(20),
  esmClass: octet,
  protocolId: octet,
  priorityFlag: octet,
  validityPeriod: fc.constantFrom('', '000000010000000R', '260101000000000+'),
  dataCoding: octet,
  octets: fc.uint8Array({ maxLength: 254 }),
  asPayload: fc.boolean(),
  sar: fc.option(fc.record({ reference: fc.integer({ min: 0, max: 0xffff }), total: octet, part: octet }), {
    nil: undefined,
  }),
});

describe('submit_sm', () => {
  test('equals the submit_sm of the npm package smpp, octet by octet', () => {
    fc.assert(
      fc.property(anyFields, fc.integer({ min: 1, max: 0x7fffffff }), (given, sequence) => {
        expect(written(sequence, given).equals(byPackage(sequence, given))).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  test.each([0, 1, 2, 254])('holds %i octets of short_message', (octets) => {
    const given = fields({ octets: Buffer.alloc(octets, 0x41) });
    expect(written(1, given).equals(byPackage(1, given))).toBe(true);
  });

  test.each([0, 1, 254, 255, 65_000])('holds %i octets of message_payload', (octets) => {
    const given = fields({ octets: Buffer.alloc(octets, 0x41), asPayload: true });
    expect(written(1, given).equals(byPackage(1, given))).toBe(true);
  });
});

describe('addresses', () => {
  test('a NUL, which would shift every later field, cannot stand in an address field', () => {
    expect(isPlainAscii('3363\u00009980001', 20)).toBe(false);
  });

  test.each(['33639980001', 'A B', '~'])('%j can stand in an address field', (text) =>
    expect(isPlainAscii(text, 20)).toBe(true),
  );
  test.each(['é', '\n', '\u007f', '123456789012345678901'])('%j cannot stand in an address field', (text) =>
    expect(isPlainAscii(text, 20)).toBe(false),
  );
});

describe('responses to the carrier', () => {
  test.each([
    ['deliver_sm_resp', 0x80000005],
    ['data_sm_resp', 0x80000103],
  ] as const)('%s equals that of the npm package smpp, octet by octet', (command, id) => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 0x7fffffff }),
        fc.constantFrom(0, 0x64, 0x04),
        (sequence, status) => {
          const out = Buffer.alloc(17);
          const end = writeAnswer(out, 0, id, status, sequence);
          const expected = new PDU(command, { sequence_number: sequence, command_status: status }).toBuffer();
          expect(out.subarray(0, end).equals(expected)).toBe(true);
        },
      ),
    );
  });

  test.each([
    ['enquire_link', 0x15],
    ['enquire_link_resp', 0x80000015],
    ['unbind', 0x06],
    ['unbind_resp', 0x80000006],
    ['generic_nack', 0x80000000],
  ] as const)('%s is a bare header', (command, id) => {
    const out = Buffer.alloc(17);
    const end = writeAnswer(out, 0, id, 0, 77);
    expect(out.subarray(0, end).equals(new PDU(command, { sequence_number: 77 }).toBuffer())).toBe(true);
  });
});

describe('the message_id of a submit_sm_resp (an odd message_id never closes the link)', () => {
  const id = (body: Uint8Array) => readMessageId(pdu(0x80000004, 0, 1, body));

  test('is read as the npm package smpp reads it', () => {
    fc.assert(
      fc.property(ascii(64), (text) => {
        const frame = pdu(0x80000004, 0, 1, cstring(text));
        const decoded = PDU.fromBuffer(frame);
        expect(decoded).not.toBe(false);
        expect(readMessageId(frame)).toBe(decoded === false ? undefined : decoded.message_id);
      }),
    );
  });

  test('is empty when the body is missing', () => expect(id(new Uint8Array(0))).toBe(''));
  test('is empty when it is a NUL alone', () => expect(id(Buffer.of(0))).toBe(''));
  test('ends with the frame when its NUL is missing', () => expect(id(Buffer.from('4F2A'))).toBe('4F2A'));
  test('keeps octets above ASCII as they are', () => expect(id(Buffer.of(0xe9, 0x41, 0))).toBe('éA'));
  test('of 60 kB is cut to 255 characters, like the id in a receipt', () =>
    expect(id(cstring('7'.repeat(60_000)))).toBe('7'.repeat(255)));
  test('ends at its NUL when TLVs follow', () =>
    expect(id(Buffer.concat([cstring('9'), Buffer.of(0x04, 0x28, 0, 1, 50)]))).toBe('9'));
});
