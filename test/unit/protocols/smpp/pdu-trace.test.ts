import { expect, test } from 'vitest';
import { PduTrace } from '../../../../src/protocols/smpp/pdu-trace.ts';
import { cstring, deliverSm, pdu } from '../../../support/smpp/scripted-smsc.ts';
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

test('a PDU trace masks numbers and texts', () => {
  expect(wordsOf(message)).toBe(
    'deliver_sm 7, 58 octets, from 3363…01 to PREF…RE, esm_class 0, data_coding 0, 4 octets of text',
  );
});

test('an unmasked PDU trace shows numbers and texts', () => {
  expect(wordsOf(message, true)).toMatch(
    new RegExp(`from 33639980001 to PREFECTURE, .*, ${message.toString('hex')}$`),
  );
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
