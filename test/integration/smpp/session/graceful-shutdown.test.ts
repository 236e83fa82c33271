import { describe, expect, test } from 'vitest';
import {
  BIND_TRANSCEIVER,
  DELIVER_SM_RESP,
  ENQUIRE_LINK,
  ENQUIRE_LINK_RESP,
  SUBMIT_SM,
  UNBIND,
} from '../../../support/smpp/command-ids.ts';
import { cstring, deliverSm, pdu, tlv } from '../../../support/smpp/scripted-smsc.ts';
import { boundSmppRig, smppRig } from '../../../support/smpp/smpp-rig.ts';
import { samplePart } from '../../../support/smpp/smpp-samples.ts';

describe('graceful shutdown of an SMPP route', () => {
  test('does not wait for ever for the answer to unbind', async () => {
    const { route, session } = await boundSmppRig({ responseTimeout: '100ms' });
    await route.stop(new AbortController().signal);
    await session.next(UNBIND);
    await session.closed;
  });

  test('waits for receipts that are being stored, and acknowledges them', async () => {
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

  test('that is asked for several times, while submits come in, stops the route once and without a deadlock', async () => {
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
