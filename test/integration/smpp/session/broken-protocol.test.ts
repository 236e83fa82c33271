import { describe, expect, test } from 'vitest';
import {
  BIND_TRANSCEIVER,
  DELIVER_SM_RESP,
  ENQUIRE_LINK,
  ENQUIRE_LINK_RESP,
  GENERIC_NACK,
} from '../../../support/smpp/command-ids.ts';
import { cstring, deliverSm, pdu } from '../../../support/smpp/scripted-smsc.ts';
import { boundSmppRig, smppRig } from '../../../support/smpp/smpp-rig.ts';

describe('a carrier that breaks the SMPP protocol', () => {
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

  test('with a delivery whose lengths contradict each other has the delivery refused, and stays bound', async () => {
    const { session, events } = await boundSmppRig();
    session.send(deliverSm({ sequence: 5, tlvs: [Buffer.of(0x04, 0x27, 0xff, 0xff)] }));
    expect(await session.next(DELIVER_SM_RESP)).toMatchObject({ sequence: 5, status: 2 });
    session.send(deliverSm({ sequence: 6, octets: Buffer.from('STOP') }));
    expect(await session.next(DELIVER_SM_RESP)).toMatchObject({ sequence: 6, status: 0 });
    expect(events.inboundMessages).toHaveLength(1);
  });

  test.each([0, 1, 0x7fffffff, 0x80000000, 0xffffffff])(
    'with the sequence number %i, valid or not, is answered with that number',
    async (sequence) => {
      const { session } = await boundSmppRig();
      session.send(deliverSm({ sequence, octets: Buffer.from('STOP') }), pdu(ENQUIRE_LINK, 0, sequence));
      expect(await session.next(DELIVER_SM_RESP)).toMatchObject({ sequence, status: 0 });
      expect(await session.next(ENQUIRE_LINK_RESP)).toMatchObject({ sequence, status: 0 });
    },
  );

  test('with outbind or alert_notification on a bound link gets no answer', async () => {
    const { session } = await boundSmppRig();
    session.send(
      pdu(0x0000000b, 0, 1, Buffer.concat([cstring('SMSC'), cstring('pw')])),
      pdu(0x00000102, 0, 2),
      pdu(ENQUIRE_LINK, 0, 3),
    );
    await session.next(ENQUIRE_LINK_RESP);
    expect(session.unread).toEqual([]);
  });

  test('with a delivery before the bind is answered has the delivery refused', async () => {
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
