import { describe, expect, test } from 'vitest';
import type { Outcome } from '../../../../src/domain/messages/outcome.ts';
import { DELIVER_SM_RESP, GENERIC_NACK, SUBMIT_SM } from '../../../support/smpp/command-ids.ts';
import { cstring, deliverSm, pdu, tlv } from '../../../support/smpp/scripted-smsc.ts';
import { boundSmppRig } from '../../../support/smpp/smpp-rig.ts';
import { samplePart } from '../../../support/smpp/smpp-samples.ts';

describe('submit_sm_resp or another response', () => {
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
  ])('with %s: the part is accepted, and the link stays', async (_, body, carrierRef) => {
    const { outcome, state } = await settle((sequence) => [pdu(0x80000004, 0, sequence, body)]);
    expect(outcome).toEqual({ kind: 'accepted', carrier: 'orange', carrierRef });
    expect(state).toBe('up');
  });

  test.each([
    ['of the wrong type', 0x80000005],
    ['of a type that nobody knows', 0x8000beef],
    ['to an enquire_link', 0x80000015],
  ])('%s settles no submit', async (_, commandId) => {
    const { outcome } = await settle((sequence) => [pdu(commandId, 0, sequence)]);
    expect(outcome).toMatchObject({ kind: 'uncertain' });
  });

  test('with an unknown sequence number settles no submit, and the response with the right number does', async () => {
    const { outcome } = await settle((sequence) => [
      pdu(0x80000004, 0, 0, cstring('0')),
      pdu(0x80000004, 0, sequence + 1000, cstring('1')),
      pdu(0x80000004, 0, sequence, cstring('2')),
      pdu(0x80000004, 0, sequence, cstring('3')),
    ]);
    expect(outcome).toMatchObject({ kind: 'accepted', carrierRef: '2' });
  });

  test('that is a generic_nack is a refusal of the submit', async () => {
    const { outcome } = await settle((sequence) => [pdu(GENERIC_NACK, 2, sequence)]);
    expect(outcome).toMatchObject({
      kind: 'refused',
      blame: 'route',
      evidence: expect.stringContaining('ESME_RINVCMDLEN'),
    });
  });

  test('that is a generic_nack is a refusal of the submit, even with status 0', async () => {
    const { outcome } = await settle((sequence) => [pdu(GENERIC_NACK, 0, sequence)]);
    expect(outcome).toMatchObject({
      kind: 'refused',
      blame: 'route',
      evidence: expect.stringContaining('ESME_RINVCMDID'),
    });
  });

  test('with ESME_RTHROTTLED makes the part wait for a retry', async () => {
    const { outcome } = await settle((sequence) => [pdu(0x80000004, 0x58, sequence)]);
    expect(outcome).toMatchObject({ kind: 'retry', throttled: true });
  });

  test('may come in another order than the submits', async () => {
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

test('two requests with the same sequence number, one in each direction, are told apart', async () => {
  const { route, session } = await boundSmppRig();
  const outcome = route.submit(samplePart());
  const submit = await session.next(SUBMIT_SM);
  session.send(deliverSm({ sequence: submit.sequence, octets: Buffer.from('STOP') }));
  expect(await session.next(DELIVER_SM_RESP)).toMatchObject({ sequence: submit.sequence, status: 0 });
  expect(route.status().inFlight).toBe(1);
  session.answer(submit, 0, cstring('1'));
  expect(await outcome).toMatchObject({ kind: 'accepted' });
});

test('parts beyond the window are handed back for a retry, and not queued in the route', async () => {
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

test('refusals are counted by status, including late ones, but not refusals for an unknown sequence number', async () => {
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

test('a part accepted with a congestion_state of 95 is accepted, and the congestion is reported', async () => {
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
