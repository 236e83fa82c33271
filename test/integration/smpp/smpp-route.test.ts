import { expect, test } from 'vitest';
import { cstring, deliverSm, pdu, tlv } from '../../support/smpp/scripted-smsc.ts';
import { boundSmppRig, smppRig } from '../../support/smpp/smpp-rig.ts';
import { samplePart } from '../../support/smpp/smpp-samples.ts';

const SUBMIT_SM = 0x00000004;
const DELIVER_SM_RESP = 0x80000005;
const ENQUIRE_LINK = 0x00000015;
const UNBIND = 0x00000006;

test('a part is sent as submit_sm, and the message_id of the submit_sm_resp becomes its carrier reference', async () => {
  const { route, session } = await boundSmppRig();
  const outcome = route.submit(samplePart());
  const submit = await session.next(SUBMIT_SM);
  session.answer(submit, 0, cstring('4F2A'));
  expect(await outcome).toEqual({ kind: 'accepted', carrier: 'orange', carrierRef: '4F2A' });
});

test('a receipt is acknowledged only once it is on disk', async () => {
  const { session, events } = await boundSmppRig();
  let keep = () => {};
  events.match = (receipt) =>
    new Promise((resolve) => {
      keep = () => resolve({ kind: 'matched', ref: receipt.refs[0] });
    });
  session.send(
    deliverSm({
      sequence: 7,
      esmClass: 4,
      octets: Buffer.from(
        'id:4F2A sub:001 dlvrd:001 submit date:2601010000 done date:2601010001 stat:DELIVRD err:000 text:Leave',
      ),
    }),
    pdu(ENQUIRE_LINK, 0, 8),
  );
  await session.next(0x80000015);
  expect(session.unread).toEqual([]);
  keep();
  expect(await session.next(DELIVER_SM_RESP)).toMatchObject({ status: 0, sequence: 7 });
  expect(events.receipts).toMatchObject([
    { route: 'orange', carrier: 'orange', to: '+33639980001', state: 'delivered', reason: undefined },
  ]);
  expect(events.receipts[0]?.refs[0]).toBe('4F2A');
});

test('the id of a receipt without a recipient is not converted to that of another message while the receipt’s own response may yet come', async () => {
  const { route, session, events } = await boundSmppRig();
  events.match = async () => ({ kind: 'kept', reason: 'unknown' });
  const receipt = (sequence: number) =>
    deliverSm({ sequence, sourceTon: 0, esmClass: 4, octets: Buffer.from('id:16 stat:DELIVRD') });
  const outcome = route.submit(samplePart());
  const submit = await session.next(SUBMIT_SM);
  session.send(receipt(1));
  await session.next(DELIVER_SM_RESP);
  session.answer(submit, 0, cstring('16'));
  await outcome;
  session.send(receipt(2));
  await session.next(DELIVER_SM_RESP);
  expect(events.receipts.map(({ refs }) => refs)).toEqual([['16'], ['16', '22', '10']]);
});

test('a receipt that cannot be stored is asked for again (ESME_RX_T_APPN)', async () => {
  const { session, events } = await boundSmppRig();
  events.match = () => Promise.reject(new Error('the disk is full'));
  session.send(
    deliverSm({ sequence: 9, esmClass: 4, tlvs: [tlv(0x1e, cstring('1')), tlv(0x427, Buffer.of(2))] }),
  );
  expect(await session.next(DELIVER_SM_RESP)).toMatchObject({ status: 0x64, sequence: 9 });
});

test('a message from a phone over a limit is put off (ESME_RX_T_APPN), and receipts are accepted all the same', async () => {
  const { session, events } = await boundSmppRig();
  events.keep = async () => 'overLimit';
  session.send(
    deliverSm({ sequence: 1, octets: Buffer.from('one more') }),
    deliverSm({ sequence: 2, esmClass: 4, octets: Buffer.from('id:1 stat:DELIVRD') }),
  );
  const answers = [await session.next(DELIVER_SM_RESP), await session.next(DELIVER_SM_RESP)];
  expect(answers.map(({ sequence, status }) => [sequence, status]).toSorted()).toEqual([
    [1, 0x64],
    [2, 0],
  ]);
  expect(events.receipts).toMatchObject([{ refs: ['1'] }]);
});

test('a message from a phone is acknowledged only once it is on disk, and asked for again if it cannot be stored', async () => {
  const { session, events } = await boundSmppRig();
  const disk = Promise.withResolvers<'kept'>();
  events.keep = ({ text }) =>
    text === 'STOP' ? disk.promise : Promise.reject(new Error('the disk is full'));
  session.send(
    deliverSm({ sequence: 1, octets: Buffer.from('STOP') }),
    deliverSm({ sequence: 2, octets: Buffer.from('HELP') }),
  );
  expect(await session.next(DELIVER_SM_RESP)).toMatchObject({ sequence: 2, status: 0x64 });
  expect(session.unread).toEqual([]);
  disk.resolve('kept');
  expect(await session.next(DELIVER_SM_RESP)).toMatchObject({ sequence: 1, status: 0 });
});

test('a link that drops leaves its submits in flight uncertain at once, and is dialled again', async () => {
  const { route, session, smsc, events } = await boundSmppRig();
  const outcomes = [route.submit(samplePart()), route.submit(samplePart({ part: 2, parts: 2 }))];
  await session.next(SUBMIT_SM);
  session.socket.resetAndDestroy();
  expect(await Promise.all(outcomes)).toMatchObject([{ kind: 'uncertain' }, { kind: 'uncertain' }]);
  expect(route.status()).toMatchObject({ state: 'down', room: 0 });
  const second = await smsc.session();
  await second.takeBind();
  await events.until(() => route.status().state === 'up');
});

test('a part given to a route that is not bound is handed back for a retry, and is not uncertain', async () => {
  const { route } = await smppRig();
  expect(await route.submit(samplePart())).toMatchObject({ kind: 'retry', throttled: false });
});

test('a response that comes after the response time-out settles the part as a late answer', async () => {
  const { route, session, events } = await boundSmppRig({ responseTimeout: '100ms' });
  const outcome = route.submit(samplePart({ attempt: 3 }));
  const submit = await session.next(SUBMIT_SM);
  expect(await outcome).toMatchObject({ kind: 'uncertain' });
  session.answer(submit, 0, cstring('77'));
  await events.until(() => events.late.length > 0);
  expect(events.late).toEqual([
    {
      key: { messageId: 1000, attempt: 3, part: 1 },
      outcome: { kind: 'accepted', carrier: 'orange', carrierRef: '77' },
    },
  ]);
});

test('the room of an SMPP route is the free part of its window, and an event tells when the window opens', async () => {
  const { route, session, events } = await boundSmppRig({ window: 2 });
  expect(route.status()).toMatchObject({ room: 2, inFlight: 0, window: 2 });
  void route.submit(samplePart());
  void route.submit(samplePart());
  expect(route.status()).toMatchObject({ room: 0, inFlight: 2 });
  const submit = await session.next(SUBMIT_SM);
  session.answer(submit, 0, cstring('1'));
  await events.until(() => route.status().room === 1);
});

test('graceful shutdown of an SMPP route waits for the responses, then unbinds', async () => {
  const { route, session } = await boundSmppRig();
  const outcome = route.submit(samplePart());
  const submit = await session.next(SUBMIT_SM);
  const stopped = route.stop(new AbortController().signal);
  expect(await route.submit(samplePart())).toMatchObject({ kind: 'retry' });
  session.answer(submit, 0, cstring('5'));
  expect(await outcome).toMatchObject({ kind: 'accepted' });
  session.answer(await session.next(UNBIND), 0);
  await stopped;
  await session.closed;
});

test('graceful shutdown of an SMPP route stops waiting for responses when it is aborted', async () => {
  const { route, session } = await boundSmppRig();
  const outcome = route.submit(samplePart());
  await session.next(SUBMIT_SM);
  await route.stop(AbortSignal.abort());
  expect(await outcome).toMatchObject({ kind: 'uncertain' });
  await session.closed;
});

test('a route with a transmitter and a receiver sends by the first and receives by the second', async () => {
  const { route, smsc, events } = await smppRig({ bind: 'transmitter+receiver' });
  route.start();
  const one = await smsc.session();
  const two = await smsc.session();
  await Promise.all([one.takeBind(0x00000002), two.takeBind(0x00000001)]);
  await events.until(() => route.status().state === 'up');
  expect(route.status()).toMatchObject({ room: 100, window: 100 });
  const outcome = route.submit(samplePart());
  one.answer(await one.next(SUBMIT_SM), 0, cstring('1'));
  expect(await outcome).toMatchObject({ kind: 'accepted' });
  two.send(deliverSm({ octets: Buffer.from('STOP') }));
  await two.next(DELIVER_SM_RESP);
  expect(events.inboundMessages).toMatchObject([{ from: '+33639980001', to: 'PREFECTURE', text: 'STOP' }]);
});

test('a carrier whose deliveries cannot be stored or read does not flood the log: the first is logged, the others are counted', async () => {
  const { session, events, log } = await boundSmppRig();
  events.keep = () => Promise.reject(new Error('the disk is full'));
  const unreadable = deliverSm({ octets: Buffer.from('x'), tlvs: [Buffer.of(4, 0x24, 0xff, 0xff)] });
  for (let sequence = 1; sequence <= 50; sequence++) {
    session.send(deliverSm({ sequence, octets: Buffer.from('HELP') }), unreadable);
    await session.next(DELIVER_SM_RESP);
    await session.next(DELIVER_SM_RESP);
  }
  const told = log.filter(({ level }) => level === 'warn' || level === 'error');
  expect(told.map(({ message }) => message).toSorted()).toEqual([
    'a delivery could not be kept; the carrier is asked to send it again',
    'a delivery that cannot be read was refused',
  ]);
});
