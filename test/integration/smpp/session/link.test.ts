import { describe, expect, test } from 'vitest';
import {
  DELIVER_SM_RESP,
  ENQUIRE_LINK,
  ENQUIRE_LINK_RESP,
  GENERIC_NACK,
  SUBMIT_SM,
  UNBIND,
  UNBIND_RESP,
} from '../../../support/smpp/command-ids.ts';
import { cstring, deliverSm, pdu } from '../../../support/smpp/scripted-smsc.ts';
import { boundSmppRig, smppRig } from '../../../support/smpp/smpp-rig.ts';
import { samplePart } from '../../../support/smpp/smpp-samples.ts';

describe('the sockets of one session are never open at the same time', () => {
  test('because each is closed before the next is dialled, and an answer for the old one settles nothing', async () => {
    const { route, session, smsc, events } = await boundSmppRig();
    const outcome = route.submit(samplePart());
    const submit = await session.next(SUBMIT_SM);
    session.socket.end();
    expect(await outcome).toMatchObject({ kind: 'uncertain' });
    const second = await smsc.session();
    await second.takeBind();
    await events.until(() => route.status().state === 'up');
    await session.closed;
    // The same sequence number on the new socket belongs to another submit.
    second.answer(submit, 0, cstring('77'));
    second.send(pdu(ENQUIRE_LINK, 0, 5));
    await second.next(ENQUIRE_LINK_RESP);
    expect(events.late).toEqual([]);
    expect(smsc.dialled).toBe(2);
  });
});

describe('enquire_link', () => {
  test('from the carrier is answered', async () => {
    const { session } = await boundSmppRig();
    for (const sequence of [0, 1, 0x7fffffff]) session.send(pdu(ENQUIRE_LINK, 0, sequence));
    for (const sequence of [0, 1, 0x7fffffff]) {
      expect(await session.next(ENQUIRE_LINK_RESP)).toMatchObject({ sequence, status: 0 });
    }
  });

  test('that the carrier does not answer means a dead link, which is unbound, closed and dialled again', async () => {
    const { session, smsc, route, events } = await boundSmppRig({
      enquireLink: '100ms',
      responseTimeout: '100ms',
    });
    await session.next(ENQUIRE_LINK);
    await session.next(UNBIND);
    await session.closed;
    await (await smsc.session()).takeBind();
    await events.until(() => route.status().state === 'up');
  });

  test('that the carrier answers with generic_nack means a live link', async () => {
    const { session, smsc } = await boundSmppRig({ enquireLink: '100ms', responseTimeout: '100ms' });
    for (let i = 0; i < 3; i++) {
      const enquiry = await session.next(ENQUIRE_LINK);
      session.send(pdu(GENERIC_NACK, 3, enquiry.sequence));
    }
    expect(smsc.dialled).toBe(1);
  });
});

test('a submit that times out on a silent link stops further submits until the carrier answers enquire_link', async () => {
  const { route, session, events } = await boundSmppRig({ responseTimeout: '100ms', window: 10 });
  const outcome = route.submit(samplePart());
  await session.next(SUBMIT_SM);
  const enquiry = await session.next(ENQUIRE_LINK);
  expect(await outcome).toMatchObject({ kind: 'uncertain', reason: 'the carrier did not answer in time' });
  expect(route.status()).toMatchObject({ state: 'degraded', room: 0 });
  session.answer(enquiry, 0);
  await events.until(() => route.status().state === 'up');
  expect(route.status().room).toBe(10);
});

describe('a carrier that ends the session', () => {
  test('with unbind is answered, may answer the submits in flight, and is dialled again', async () => {
    const { route, session, smsc, events } = await boundSmppRig();
    const outcome = route.submit(samplePart());
    const submit = await session.next(SUBMIT_SM);
    session.send(pdu(UNBIND, 0, 9));
    expect(await session.next(UNBIND_RESP)).toMatchObject({ sequence: 9, status: 0 });
    await events.until(() => route.status().room === 0);
    expect(await route.submit(samplePart())).toMatchObject({ kind: 'retry' });
    session.answer(submit, 0, cstring('8'));
    expect(await outcome).toMatchObject({ kind: 'accepted', carrierRef: '8' });
    await session.closed;
    await (await smsc.session()).takeBind();
    await events.until(() => route.status().state === 'up');
  });

  test('by refusing submits as not bound (ESME_RINVBNDSTS) is dialled and bound again', async () => {
    const { route, session, smsc } = await boundSmppRig();
    const outcome = route.submit(samplePart());
    session.answer(await session.next(SUBMIT_SM), 0x04);
    expect(await outcome).toMatchObject({ kind: 'retry', throttled: false });
    await (await smsc.session()).takeBind();
    await session.closed;
  });
});

describe('several SMPP sessions', () => {
  test('of one route share the load, and the loss of one session leaves the route degraded, not down', async () => {
    const { route, smsc, events } = await smppRig({
      sessions: 2,
      window: 2,
      reconnect: { min: '1h', max: '1h' },
    });
    route.start();
    const sessions = [await smsc.session(), await smsc.session()];
    for (const session of sessions) await session.takeBind();
    await events.until(() => route.status().state === 'up');
    expect(route.status()).toMatchObject({ room: 4, window: 4 });
    for (let i = 0; i < 4; i++) void route.submit(samplePart());
    for (const session of sessions) {
      await session.next(SUBMIT_SM);
      await session.next(SUBMIT_SM);
    }
    sessions[0]?.socket.resetAndDestroy();
    await events.until(() => route.status().state === 'degraded');
    expect(route.status()).toMatchObject({
      room: 0,
      inFlight: 2,
      reason: expect.stringMatching(/^1 of 2 sessions are down: /),
    });
  });

  test('of one route take receipts for messages that left by another session', async () => {
    const { route, smsc, events } = await smppRig({ sessions: 2 });
    route.start();
    const [one, two] = [await smsc.session(), await smsc.session()];
    await Promise.all([one.takeBind(), two.takeBind()]);
    await events.until(() => route.status().state === 'up');
    for (const session of [one, two]) {
      session.send(deliverSm({ sequence: 1, esmClass: 4, octets: Buffer.from('id:7 stat:DELIVRD') }));
      await session.next(DELIVER_SM_RESP);
    }
    expect(events.receipts.map(({ carrier, refs }) => [carrier, refs[0]])).toEqual([
      ['orange', '7'],
      ['orange', '7'],
    ]);
  });
});

test('routes with the same carrier name share the carrier’s message ids', async () => {
  const { route, session, events } = await boundSmppRig({ id: 'orange-2', carrier: 'orange' });
  const outcome = route.submit(samplePart());
  session.answer(await session.next(SUBMIT_SM), 0, cstring('9'));
  expect(await outcome).toMatchObject({ carrier: 'orange' });
  session.send(deliverSm({ esmClass: 4, octets: Buffer.from('id:9 stat:DELIVRD') }));
  await session.next(DELIVER_SM_RESP);
  expect(events.receipts).toMatchObject([{ route: 'orange-2', carrier: 'orange' }]);
});

test('a trace of a route shows PDUs of both directions, in order, with the numbers masked', async () => {
  const { route, session } = await boundSmppRig();
  route.trace.start(60_000, { unmasked: false });
  const outcome = route.submit(samplePart({ text: 'Leave' }));
  session.answer(await session.next(SUBMIT_SM), 0, cstring('4F2A'));
  await outcome;
  expect(route.trace.lines).toMatchObject([
    {
      direction: 'sent',
      pdu: 'submit_sm 2, 75 octets, from PREF…RE to 3363…01, esm_class 0, data_coding 0, 5 octets of text',
    },
    { direction: 'received', pdu: 'submit_sm_resp 2, 21 octets, message_id 4F2A' },
  ]);
});

test('the spelling of ids that was learnt from a carrier is shown in the status of its route', async () => {
  const { route, session, events } = await boundSmppRig();
  events.match = async () => ({ kind: 'matched', ref: 'abcdef' });
  expect(route.status().receiptId).toBeUndefined();
  for (let sequence = 1; sequence <= 20; sequence++) {
    session.send(deliverSm({ sequence, esmClass: 4, octets: Buffer.from('id:11259375 stat:DELIVRD') }));
    await session.next(DELIVER_SM_RESP);
  }
  expect(route.status().receiptId).toBe('dec');
});
