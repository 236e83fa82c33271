import { createServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import type { Outcome } from '../../../src/domain/messages/outcome.ts';
import { cstring, deliverSm, pdu, tlv } from '../../support/smpp/scripted-smsc.ts';
import { boundSmppRig, makeRoute, smppRig } from '../../support/smpp/smpp-rig.ts';
import { samplePart } from '../../support/smpp/smpp-samples.ts';

const BIND_TRANSCEIVER = 0x00000009;
const SUBMIT_SM = 0x00000004;
const DELIVER_SM_RESP = 0x80000005;
const ENQUIRE_LINK = 0x00000015;
const ENQUIRE_LINK_RESP = 0x80000015;
const UNBIND = 0x00000006;
const UNBIND_RESP = 0x80000006;
const GENERIC_NACK = 0x80000000;

/** A port on which no server listens. */
const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
};

describe('a carrier that cannot be bound', () => {
  test('because nobody listens on its port makes the route down, with that reason', async () => {
    const { route, events } = makeRoute({ port: await freePort() });
    route.start();
    await events.until(() => route.status().reason?.includes('ECONNREFUSED') === true);
    expect(route.status()).toMatchObject({
      state: 'down',
      reason: 'the carrier refuses the connection (ECONNREFUSED)',
      room: 0,
    });
  });

  test('because its host name is unknown makes the route down, with that reason', async () => {
    const { route, events } = makeRoute({ host: 'carrier.invalid' });
    route.start();
    await events.until(() => /host name/.test(route.status().reason ?? ''));
    expect(route.status().state).toBe('down');
  });

  test('because it answers no bind is dialled again after the bind time-out', async () => {
    const { route, smsc } = await smppRig({ bindTimeout: '100ms' });
    route.start();
    const first = await smsc.session();
    await first.next(BIND_TRANSCEIVER);
    await smsc.session();
    await first.closed;
    expect(route.status()).toMatchObject({ state: 'down', reason: 'the carrier does not answer the bind' });
  });

  test.each([
    [0x0e, 'the carrier refuses the password (ESME_RINVPASWD)'],
    [0x05, 'the carrier says that the account is already bound (ESME_RALYBND)'],
    [0x0d, 'the carrier says that the bind failed (ESME_RBINDFAIL)'],
    [0x4a1, 'the carrier has an error of its own (command_status 0x000004A1)'],
  ])(
    'because it refuses the bind with status 0x%i is tried again until it accepts',
    async (status, reason) => {
      const { route, smsc, events } = await smppRig();
      route.start();
      const refusing = await smsc.session();
      await refusing.takeBind(BIND_TRANSCEIVER, status);
      await refusing.closed;
      await events.until(() => route.status().reason === reason);
      await (await smsc.session()).takeBind();
      await events.until(() => route.status().state === 'up');
    },
  );

  test('because it refuses the bind with an unexpected body is still understood', async () => {
    const { route, smsc, events } = await smppRig();
    route.start();
    const session = await smsc.session();
    session.answer(await session.next(BIND_TRANSCEIVER), 0x0e, Buffer.from('no NUL and not wanted'));
    await events.until(() => route.status().reason?.includes('ESME_RINVPASWD') === true);
  });

  test('because it answers the bind with generic_nack is tried again', async () => {
    const { route, smsc, events } = await smppRig();
    route.start();
    const session = await smsc.session();
    const bind = await session.next(BIND_TRANSCEIVER);
    session.send(pdu(GENERIC_NACK, 3, bind.sequence));
    await events.until(() => route.status().reason?.includes('ESME_RINVCMDID') === true);
  });
});

test('the bind carries the systemId, password and type of the configuration', async () => {
  const { route, smsc } = await smppRig({ systemType: 'ALERT', addressRange: '^331' });
  route.start();
  const bind = await (await smsc.session()).next(BIND_TRANSCEIVER);
  expect(bind.body).toEqual(
    Buffer.concat([
      cstring('tocsin'),
      cstring('secret'),
      cstring('ALERT'),
      Buffer.of(0x34, 0, 0),
      cstring('^331'),
    ]),
  );
});

describe('there are never two sockets of one session', () => {
  test('each is closed before the next is dialled, and PDUs of the old one are ignored', async () => {
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

  test('that the carrier does not answer means a dead link: it is unbound, closed and dialled again', async () => {
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

test('a submit that times out in silence stops the others until the carrier answers enquire_link', async () => {
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

describe('responses to submits', () => {
  const settle = async (
    answer: (sequence: number) => readonly Uint8Array[],
  ): Promise<{ readonly outcome: Outcome; readonly state: string }> => {
    const { route, session } = await boundSmppRig({ responseTimeout: '150ms' });
    const outcome = route.submit(samplePart());
    const submit = await session.next(SUBMIT_SM);
    session.send(...answer(submit.sequence));
    return { outcome: await outcome, state: route.status().state };
  };

  test.each([
    ['no message_id', new Uint8Array(0), 'none:1000.1.1'],
    ['an empty message_id', Buffer.of(0), 'none:1000.1.1'],
    ['a message_id without its end', Buffer.from('4F2A'), '4F2A'],
    ['a message_id with strange octets', Buffer.of(0xff, 0x07, 0), 'ÿ\u0007'],
    ['a message_id of 200 octets', cstring('9'.repeat(200)), '9'.repeat(200)],
  ])('with %s: accepted, and the link stays', async (_, body, carrierRef) => {
    const { outcome, state } = await settle((sequence) => [pdu(0x80000004, 0, sequence, body)]);
    expect(outcome).toEqual({ kind: 'accepted', carrier: 'orange', carrierRef });
    expect(state).toBe('up');
  });

  test.each([
    ['of the wrong type', 0x80000005],
    ['of a type that nobody knows', 0x8000beef],
    ['to an enquire_link', 0x80000015],
  ])('%s settle nothing', async (_, commandId) => {
    const { outcome } = await settle((sequence) => [pdu(commandId, 0, sequence)]);
    expect(outcome).toMatchObject({ kind: 'uncertain' });
  });

  test('with an unknown sequence number settle nothing, and the right one does', async () => {
    const { outcome } = await settle((sequence) => [
      pdu(0x80000004, 0, 0, cstring('0')),
      pdu(0x80000004, 0, sequence + 1000, cstring('1')),
      pdu(0x80000004, 0, sequence, cstring('2')),
      pdu(0x80000004, 0, sequence, cstring('3')),
    ]);
    expect(outcome).toMatchObject({ kind: 'accepted', carrierRef: '2' });
  });

  test('with generic_nack are refusals', async () => {
    const { outcome } = await settle((sequence) => [pdu(GENERIC_NACK, 2, sequence)]);
    expect(outcome).toMatchObject({
      kind: 'refused',
      blame: 'route',
      evidence: expect.stringContaining('ESME_RINVCMDLEN'),
    });
  });

  test('with generic_nack and status 0 are refusals too', async () => {
    const { outcome } = await settle((sequence) => [pdu(GENERIC_NACK, 0, sequence)]);
    expect(outcome).toMatchObject({
      kind: 'refused',
      blame: 'route',
      evidence: expect.stringContaining('ESME_RINVCMDID'),
    });
  });

  test('with ESME_RTHROTTLED make the part wait for a retry', async () => {
    const { outcome } = await settle((sequence) => [pdu(0x80000004, 0x58, sequence)]);
    expect(outcome).toMatchObject({ kind: 'retry', throttled: true });
  });

  test('may come in any order', async () => {
    const { route, session } = await boundSmppRig();
    const outcomes = [1, 2, 3].map((part) => route.submit(samplePart({ part, parts: 3 })));
    const submits = [
      await session.next(SUBMIT_SM),
      await session.next(SUBMIT_SM),
      await session.next(SUBMIT_SM),
    ];
    for (const submit of submits.toReversed()) session.answer(submit, 0, cstring(`of ${submit.sequence}`));
    expect(await Promise.all(outcomes)).toMatchObject(
      submits.map(({ sequence }) => ({ kind: 'accepted', carrierRef: `of ${sequence}` })),
    );
  });
});

test('the same sequence number in both directions belongs to two requests', async () => {
  const { route, session } = await boundSmppRig();
  const outcome = route.submit(samplePart());
  const submit = await session.next(SUBMIT_SM);
  session.send(deliverSm({ sequence: submit.sequence, octets: Buffer.from('STOP') }));
  expect(await session.next(DELIVER_SM_RESP)).toMatchObject({ sequence: submit.sequence, status: 0 });
  expect(route.status().inFlight).toBe(1);
  session.answer(submit, 0, cstring('1'));
  expect(await outcome).toMatchObject({ kind: 'accepted' });
});

test('parts beyond the window are handed back, not queued inside', async () => {
  const { route } = await boundSmppRig({ window: 1 });
  void route.submit(samplePart());
  expect(await route.submit(samplePart())).toMatchObject({ kind: 'retry', reason: 'the window is full' });
});

test('parts leave in the order in which they were handed over', async () => {
  const { route, session } = await boundSmppRig({ window: 1000 });
  for (let part = 1; part <= 200; part++)
    void route.submit(samplePart({ part, parts: 200, text: `part ${part}` }));
  for (let part = 1; part <= 200; part++) {
    const { body } = await session.next(SUBMIT_SM);
    expect(body.toString('latin1')).toMatch(new RegExp(`part ${part}$`));
  }
});

describe('a carrier that breaks the protocol', () => {
  test.each([
    ['a length of 3', Buffer.of(0, 0, 0, 3)],
    ['a length of 4', Buffer.of(0, 0, 0, 4)],
    ['a length of 8', Buffer.of(0, 0, 0, 8, 0, 0, 0, 0x15)],
    ['an over-long length', Buffer.of(0, 2, 0, 0)],
    ['a negative length', Buffer.of(0xff, 0xff, 0xff, 0xff)],
  ])('with %s gets generic_nack, is disconnected, and dialled again', async (_, octets) => {
    const { route, session, smsc, events } = await boundSmppRig();
    session.send(octets);
    expect(await session.next(GENERIC_NACK)).toMatchObject({ status: 2 });
    await session.closed;
    await (await smsc.session()).takeBind();
    await events.until(() => route.status().state === 'up');
  });

  test('with an unknown command_id gets generic_nack, and stays bound', async () => {
    const { session } = await boundSmppRig();
    session.send(pdu(0x0000beef, 0, 42, cstring('what')), pdu(0x8000beef, 0, 43), pdu(ENQUIRE_LINK, 0, 44));
    expect(await session.next(GENERIC_NACK)).toMatchObject({ status: 3, sequence: 42 });
    await session.next(ENQUIRE_LINK_RESP);
    expect(session.unread).toEqual([]);
  });

  test('with a delivery whose lengths contradict each other has it refused, and stays bound', async () => {
    const { session, events } = await boundSmppRig();
    session.send(deliverSm({ sequence: 5, tlvs: [Buffer.of(0x04, 0x27, 0xff, 0xff)] }));
    expect(await session.next(DELIVER_SM_RESP)).toMatchObject({ sequence: 5, status: 2 });
    session.send(deliverSm({ sequence: 6, octets: Buffer.from('STOP') }));
    expect(await session.next(DELIVER_SM_RESP)).toMatchObject({ sequence: 6, status: 0 });
    expect(events.inboundMessages).toHaveLength(1);
  });

  test.each([0, 1, 0x7fffffff, 0x80000000, 0xffffffff])(
    'with the sequence number %i, lawful or not, is answered with the same number',
    async (sequence) => {
      const { session } = await boundSmppRig();
      session.send(deliverSm({ sequence, octets: Buffer.from('STOP') }), pdu(ENQUIRE_LINK, 0, sequence));
      expect(await session.next(DELIVER_SM_RESP)).toMatchObject({ sequence, status: 0 });
      expect(await session.next(ENQUIRE_LINK_RESP)).toMatchObject({ sequence, status: 0 });
    },
  );

  test('with outbind or alert_notification on our link gets no answer', async () => {
    const { session } = await boundSmppRig();
    session.send(
      pdu(0x0000000b, 0, 1, Buffer.concat([cstring('SMSC'), cstring('pw')])),
      pdu(0x00000102, 0, 2),
      pdu(ENQUIRE_LINK, 0, 3),
    );
    await session.next(ENQUIRE_LINK_RESP);
    expect(session.unread).toEqual([]);
  });

  test('with a delivery before we are bound has it refused', async () => {
    const { route, smsc, events } = await smppRig();
    route.start();
    const session = await smsc.session();
    const bind = await session.next(BIND_TRANSCEIVER);
    session.send(deliverSm({ sequence: 3, octets: Buffer.from('early') }));
    expect(await session.next(DELIVER_SM_RESP)).toMatchObject({ status: 4 });
    session.answer(bind, 0, cstring('SMSC'));
    await events.until(() => route.status().state === 'up');
    expect(events.inboundMessages).toEqual([]);
  });

  test('with a stream of single octets is still understood', async () => {
    const { session } = await boundSmppRig();
    session.socket.setNoDelay(true);
    for (const octet of deliverSm({ sequence: 9, octets: Buffer.from('slow') }))
      session.send(Buffer.of(octet));
    expect(await session.next(DELIVER_SM_RESP)).toMatchObject({ sequence: 9, status: 0 });
  });
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

  test('by forgetting that we are bound (ESME_RINVBNDSTS) is dialled and bound again', async () => {
    const { route, session, smsc } = await boundSmppRig();
    const outcome = route.submit(samplePart());
    session.answer(await session.next(SUBMIT_SM), 0x04);
    expect(await outcome).toMatchObject({ kind: 'retry', throttled: false });
    await (await smsc.session()).takeBind();
    await session.closed;
  });
});

describe('graceful shutdown of an SMPP route', () => {
  test('does not wait for ever for the answer to unbind', async () => {
    const { route, session } = await boundSmppRig({ responseTimeout: '100ms' });
    await route.stop(new AbortController().signal);
    await session.next(UNBIND);
    await session.closed;
  });

  test('waits for receipts that are being put on disk, and acknowledges them', async () => {
    const { route, session, events } = await boundSmppRig();
    let keep = () => {};
    events.match = (receipt) =>
      new Promise((resolve) => {
        keep = () => resolve({ kind: 'matched', ref: receipt.refs[0] });
      });
    session.send(
      deliverSm({ sequence: 3, esmClass: 4, tlvs: [tlv(0x1e, cstring('1')), tlv(0x427, Buffer.of(2))] }),
    );
    await events.until(() => events.receipts.length === 1);
    const stopped = route.stop(new AbortController().signal);
    session.send(pdu(ENQUIRE_LINK, 0, 4));
    await session.next(ENQUIRE_LINK_RESP);
    expect(session.unread).toEqual([]);
    keep();
    expect(await session.next(DELIVER_SM_RESP)).toMatchObject({ sequence: 3, status: 0 });
    session.answer(await session.next(UNBIND), 0);
    await stopped;
  });

  test('asked for several times, while submits come in, stops once and without a deadlock', async () => {
    const { route, session } = await boundSmppRig();
    const outcomes = [route.submit(samplePart()), route.submit(samplePart())];
    const abort = new AbortController();
    const stops = [route.stop(abort.signal), route.stop(abort.signal), route.stop(AbortSignal.abort())];
    outcomes.push(route.submit(samplePart()));
    await session.next(SUBMIT_SM);
    abort.abort();
    await Promise.all(stops);
    expect((await Promise.all(outcomes)).map(({ kind }) => kind)).toEqual([
      'uncertain',
      'uncertain',
      'retry',
    ]);
    expect(route.status()).toMatchObject({ state: 'down', room: 0, inFlight: 0 });
  });

  test('of a route that was never started ends at once', async () => {
    const { route } = await smppRig();
    await route.stop(new AbortController().signal);
  });

  test('while a link is dialled ends at once', async () => {
    const { route, smsc } = await smppRig();
    route.start();
    const session = await smsc.session();
    await session.next(BIND_TRANSCEIVER);
    await route.stop(new AbortController().signal);
    await session.closed;
  });
});

test('refusals are counted by status, also late ones, but not those for an unknown sequence number', async () => {
  const { route, session, events } = await boundSmppRig({ responseTimeout: '100ms' });
  const first = route.submit(samplePart());
  const { sequence } = await session.next(SUBMIT_SM);
  session.send(pdu(0x80000004, 0x58, sequence + 1000), pdu(0x80000004, 0x58, sequence));
  await first;
  const second = route.submit(samplePart());
  session.send(pdu(GENERIC_NACK, 0, (await session.next(SUBMIT_SM)).sequence));
  await second;
  const late = route.submit(samplePart());
  const unanswered = await session.next(SUBMIT_SM);
  expect(await late).toMatchObject({ kind: 'uncertain' });
  session.send(pdu(0x80000004, 0x4a1, unanswered.sequence));
  await events.until(() => events.late.length === 1);
  expect(route.refusals()).toEqual([
    { status: 'ESME_RMSGQFUL', count: 0 },
    { status: 'ESME_RTHROTTLED', count: 1 },
    { status: 'ESME_RINVCMDID', count: 1 },
    { status: '0x000004A1', count: 1 },
  ]);
});

describe('several sessions', () => {
  test('of one route share the load, and one that is down leaves the route degraded, not down', async () => {
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

test('routes with the same carrier name share its message ids', async () => {
  const { route, session, events } = await boundSmppRig({ id: 'orange-2', carrier: 'orange' });
  const outcome = route.submit(samplePart());
  session.answer(await session.next(SUBMIT_SM), 0, cstring('9'));
  expect(await outcome).toMatchObject({ carrier: 'orange' });
  session.send(deliverSm({ esmClass: 4, octets: Buffer.from('id:9 stat:DELIVRD') }));
  await session.next(DELIVER_SM_RESP);
  expect(events.receipts).toMatchObject([{ route: 'orange-2', carrier: 'orange' }]);
});

test('a part accepted with a congestion_state near congestion is accepted, and the congestion is reported', async () => {
  const { route, session } = await boundSmppRig();
  const outcome = route.submit(samplePart());
  const congestionState = tlv(0x0428, Buffer.of(95));
  session.answer(await session.next(SUBMIT_SM), 0, Buffer.concat([cstring('4F2A'), congestionState]));
  expect(await outcome).toEqual({
    kind: 'accepted',
    carrier: 'orange',
    carrierRef: '4F2A',
    congested: true,
  });
});

test('a trace shows PDUs of both directions, in order, with the numbers masked', async () => {
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
