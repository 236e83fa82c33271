import { describe, expect, test } from 'vitest';
import { packSeptets } from '../../../../src/domain/text/septets.ts';
import { PduTrace } from '../../../../src/protocols/smpp/pdu-trace.ts';
import { cstring, type DeliverSm, deliverSm, pdu, tlv } from '../../../support/smpp/scripted-smsc.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';

const trace = (forMs = 60_000, unmasked = false) => {
  const clock = new VirtualClock();
  const made = new PduTrace(clock);
  made.start(forMs, { unmasked });
  return { clock, trace: made };
};

const wordsOf = (frame: Buffer, unmasked = false): string | undefined => {
  const made = trace(60_000, unmasked).trace;
  made.record('received', frame);
  return made.lines[0]?.pdu;
};

const message = deliverSm({ sequence: 7, octets: Buffer.from('STOP') });

test('a PDU trace masks numbers, and shows no texts', () => {
  expect(wordsOf(message)).toBe(
    'deliver_sm 7, 58 octets, from 3363…01 to PREF…RE, esm_class 0, data_coding 0, 4 octets of text',
  );
});

test('an unmasked PDU trace shows numbers and the octets before the text', () => {
  const before = message.toString('hex', 0, message.length - 4);
  expect(wordsOf(message, true)).toBe(
    `deliver_sm 7, 58 octets, from 33639980001 to PREFECTURE, esm_class 0, data_coding 0, 4 octets of text, ${before}…`,
  );
});

const CODE = '482137';
const packed = Buffer.from(packSeptets(Buffer.from(CODE, 'latin1')));
const inUcs2 = Buffer.from(CODE, 'utf16le').swap16();
const launch = Buffer.from('LANCER crue 7K2M-9QXT', 'latin1');

describe('an unmasked PDU trace shows no octet of a code', () => {
  const asSubmitSm = (frame: Buffer): Buffer => {
    const other = Buffer.from(frame);
    other.writeUInt32BE(0x4, 4);
    return other;
  };
  test.each<readonly [string, DeliverSm]>([
    ['as GSM-7, one septet an octet', { octets: Buffer.from(`OK ${CODE}`) }],
    ['as packed GSM-7', { octets: packed }],
    ['as UCS-2', { octets: inUcs2, dataCoding: 8 }],
    ['as binary', { octets: Buffer.from(CODE), dataCoding: 4 }],
    ['for a launch', { octets: launch }],
    [
      'in the first part of two',
      { octets: Buffer.from('\x05\x00\x03\x07\x02\x01OK 482', 'latin1'), esmClass: 0x40 },
    ],
    [
      'behind a header that claims to be the text',
      { octets: Buffer.from(`\x06${CODE}`, 'latin1'), esmClass: 0x40 },
    ],
    ['in message_payload', { tlvs: [tlv(0x0424, Buffer.from(CODE))] }],
    ['in short_message and message_payload', { octets: inUcs2, tlvs: [tlv(0x0424, Buffer.from(CODE))] }],
    ['in a parameter that is not known', { tlvs: [tlv(0x1401, Buffer.from(CODE))] }],
    [
      'in a receipt that quotes the text',
      { octets: Buffer.from(`id:7 stat:DELIVRD err:000 text:OK ${CODE}`), esmClass: 4 },
    ],
    [
      'before a parameter that runs past the end',
      { octets: Buffer.from(CODE), tlvs: [Buffer.of(4, 0x27, 0, 9)] },
    ],
  ])('that is %s, in either direction', (_how, fields) => {
    const frame = deliverSm(fields);
    const content = [
      ...(fields.octets === undefined ? [] : [fields.octets]),
      ...[Buffer.from(CODE), packed, inUcs2, launch],
    ];
    for (const one of [frame, asSubmitSm(frame)]) {
      const shown = wordsOf(one, true) ?? '';
      for (const octets of content) expect(shown).not.toContain(octets.toString('hex'));
      expect(shown).not.toContain(Buffer.from('482').toString('hex'));
      expect(shown).toContain(one.toString('hex', 0, 16));
    }
  });

  test.each([
    ['data_sm', 0x103],
    ['replace_sm, which the gateway does not know', 0x7],
  ])('in a %s', (_name, command) => {
    const body = Buffer.concat([
      cstring(''),
      Buffer.of(1, 1),
      cstring('33639980001'),
      Buffer.of(5, 0),
      cstring('PREFECTURE'),
      Buffer.of(0, 0, 0),
      tlv(0x0424, Buffer.from(CODE)),
    ]);
    expect(wordsOf(pdu(command, 0, 9, body), true)).not.toContain(Buffer.from(CODE).toString('hex'));
  });
});

test('a PDU trace never shows the password of a bind', () => {
  const bind = pdu(0x9, 0, 1, Buffer.concat([cstring('tocsin'), cstring('secret')]));
  expect(wordsOf(bind, true)).toBe('bind_transceiver 1, 30 octets');
});

test('a PDU trace shows responses with their status and message_id', () => {
  expect(wordsOf(pdu(0x80000004, 0, 5, cstring('4F2A')))).toBe(
    'submit_sm_resp 5, 21 octets, message_id 4F2A',
  );
  expect(wordsOf(pdu(0x80000004, 0x58, 6))).toBe(
    'submit_sm_resp 6, 16 octets, the carrier says slower (ESME_RTHROTTLED)',
  );
});

test('a PDU trace shows an unreadable PDU as far as it can be read', () => {
  expect(wordsOf(pdu(0x5, 0, 8, Buffer.from('x')))).toBe('deliver_sm 8, 17 octets, service_type has no end');
  expect(wordsOf(pdu(0xbeef, 0, 9))).toBe('command_id 0x0000beef 9, 16 octets');
});

test('a PDU trace ends by itself, after an hour at most', async () => {
  const short = trace(1000);
  await short.clock.advance(999);
  expect(short.trace.active).toBe(true);
  await short.clock.advance(1);
  expect(short.trace.active).toBe(false);

  const long = trace(86_400_000);
  await long.clock.advance(3_599_999);
  expect(long.trace.active).toBe(true);
  await long.clock.advance(1);
  expect(long.trace.active).toBe(false);
});

test('a PDU trace is off until it is started, and can be ended', () => {
  const clock = new VirtualClock();
  const made = new PduTrace(clock);
  expect(made.active).toBe(false);
  made.start(1000, { unmasked: false });
  made.start(0, { unmasked: false });
  expect(made.active).toBe(false);
});

test('a PDU trace tells until when it is on, and whether its lines are masked', async () => {
  const { clock, trace: made } = trace(1000, true);
  expect(made).toMatchObject({ until: clock.now() + 1000, unmasked: true });
  await clock.advance(1000);
  expect(made).toMatchObject({ until: undefined, unmasked: true });
});

test('a PDU trace keeps the last thousand lines', () => {
  const made = trace().trace;
  for (let sequence = 1; sequence <= 1005; sequence++) made.record('sent', pdu(0x15, 0, sequence));
  expect(made.lines).toHaveLength(1000);
  expect(made.lines[0]?.pdu).toBe('enquire_link 6, 16 octets');
});
