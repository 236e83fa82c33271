import { describe, expect, it } from 'vitest';
import { bindEsme, startCarrier } from '../../support/smpp/carrier.ts';
import type { RawPdu } from '../../support/smpp/raw-esme.ts';
import { bindPdu, bodyText, deliverFields, pduOf, submitPdu } from '../../support/smpp/raw-esme.ts';

const MESSAGE_ID = 0x001e;
const STATE = 0x0427;
const NETWORK_ERROR = 0x0423;

const receiptOf = (pdu: RawPdu) => {
  const { octets, tlvs, ...rest } = deliverFields(pdu);
  const id = tlvs.get(MESSAGE_ID)?.toString('latin1').replace(/\0$/, '');
  return {
    ...rest,
    text: octets.toString(),
    id,
    state: tlvs.get(STATE)?.[0],
    error: tlvs.get(NETWORK_ERROR),
  };
};
const isDeliverSm = ({ command }: RawPdu) => command === 5;

describe('a receipt of the simulated carrier', () => {
  it('has the state of the message in its text and in its TLVs', async () => {
    const smsc = await startCarrier();
    const esme = await bindEsme(smsc);
    const id = bodyText(await esme.ask(submitPdu(2)));
    const receipt = receiptOf(await esme.deliverSm());
    expect(receipt).toMatchObject({
      from: '33639980001',
      to: 'PREFECTURE',
      esmClass: 4,
      dataCoding: 0,
      id,
      state: 2,
    });
    expect(receipt.text).toMatch(
      new RegExp(
        `^id:${id} sub:001 dlvrd:001 submit date:\\d{10} done date:\\d{10} stat:DELIVRD err:000 text:The dam holds.$`,
      ),
    );
    await smsc.until(({ stats }) => stats.receiptsAcked === 1);
    expect(smsc.violations).toEqual([]);
  });

  it('comes as text only, as TLVs only, or not at all, as the carrier is set', async () => {
    const text = await startCarrier({ receipts: 'text' });
    const byText = await bindEsme(text);
    await byText.ask(submitPdu(2));
    expect(receiptOf(await byText.deliverSm())).toMatchObject({
      id: undefined,
      state: undefined,
      text: /^id:/,
    });
    const tlv = await startCarrier({ receipts: 'tlv' });
    const byTlv = await bindEsme(tlv);
    const id = bodyText(await byTlv.ask(submitPdu(2)));
    expect(receiptOf(await byTlv.deliverSm())).toMatchObject({ id, state: 2, text: '' });
    const none = await startCarrier({ receipts: 'none' });
    const never = await bindEsme(none);
    await never.ask(submitPdu(2));
    await never.settled();
    expect(never.untaken).toEqual([]);
  });

  it('comes only if registered_delivery asks for it, and not for a delivered message if only failures were asked for', async () => {
    const smsc = await startCarrier();
    smsc.misbehave({ undeliverable: new Set(['+33639980002']) });
    const esme = await bindEsme(smsc);
    await esme.ask(submitPdu(2, { registered: 0 }));
    await esme.ask(submitPdu(3, { registered: 2 }));
    const id = bodyText(await esme.ask(submitPdu(4, { registered: 2, to: '33639980002' })));
    expect(receiptOf(await esme.deliverSm()).id).toBe(id);
    await esme.settled();
    expect(esme.untaken).toEqual([]);
  });

  it('has its id in the form that the carrier is set to', async () => {
    for (const ids of ['dec', 'hex', 'mixed'] as const) {
      const smsc = await startCarrier({ ids });
      const esme = await bindEsme(smsc);
      const answered = bodyText(await esme.ask(submitPdu(2)));
      const { id = '', text } = receiptOf(await esme.deliverSm());
      expect(answered).toMatch(ids === 'dec' ? /^\d{16}$/ : /^[0-9A-F]{13}$/);
      expect(id).toBe(ids === 'mixed' ? String(Number.parseInt(answered, 16)) : answered);
      expect(text).toContain(`id:${id} `);
    }
  });

  it('comes after its delay, in the order of the messages', async () => {
    const smsc = await startCarrier({ receiptDelayMs: 20, submitLatencyMs: 5 });
    const esme = await bindEsme(smsc);
    const started = performance.now();
    esme.send(submitPdu(2), submitPdu(3), submitPdu(4));
    const answers = [await esme.next(), await esme.next(), await esme.next()];
    expect(answers.map(({ command, sequence }) => [command, sequence])).toEqual(
      [2, 3, 4].map((sequence) => [0x80000004, sequence]),
    );
    expect(performance.now() - started).toBeGreaterThanOrEqual(5);
    const receipts = [await esme.deliverSm(), await esme.deliverSm(), await esme.deliverSm()];
    expect(performance.now() - started).toBeGreaterThanOrEqual(25);
    expect(receipts.map((receipt) => receiptOf(receipt).id)).toEqual(answers.map(bodyText));
  });

  it('of an undeliverable number has UNDELIV and an error code', async () => {
    const smsc = await startCarrier();
    smsc.misbehave({ undeliverable: new Set(['+33639980001']) });
    const esme = await bindEsme(smsc);
    await esme.ask(submitPdu(2));
    const receipt = receiptOf(await esme.deliverSm());
    expect(receipt.state).toBe(5);
    expect(receipt.text).toContain('dlvrd:000');
    expect(receipt.text).toContain('stat:UNDELIV err:006');
    expect(receipt.error).toEqual(Buffer.of(3, 0, 6));
    expect(smsc.phones.texts('+33639980001')).toEqual([]);
  });
});

describe('receipts of the simulated carrier that are not acknowledged', () => {
  it('are never more at a time than the receipt window', async () => {
    const smsc = await startCarrier({ receiptWindow: 2 });
    const esme = await bindEsme(smsc);
    esme.send(...[2, 3, 4, 5, 6].map((sequence) => submitPdu(sequence)));
    await esme.settled();
    expect(esme.untaken.filter(isDeliverSm)).toHaveLength(2);
    expect(smsc.undelivered).toBe(3);
    expect(smsc.unacknowledged).toBe(5);
    for (let i = 0; i < 5; i++) await esme.deliverSm();
    await smsc.until(({ stats }) => stats.receiptsAcked === 5);
    expect(smsc.stats.receiptsSent).toBe(5);
  });

  it('are counted as unacknowledged from the response on, before they are due', async () => {
    const smsc = await startCarrier({ receiptDelayMs: 200 });
    const esme = await bindEsme(smsc);
    await esme.ask(submitPdu(2));
    expect(smsc).toMatchObject({ undelivered: 0, unacknowledged: 1 });
    await esme.deliverSm();
    await smsc.until(({ unacknowledged }) => unacknowledged === 0);
    expect(smsc.stats.receiptsAcked).toBe(1);
  });

  it('are sent again after a reconnect, before newer receipts and in their order', async () => {
    const smsc = await startCarrier();
    const first = await bindEsme(smsc);
    const ids: string[] = [];
    for (const sequence of [2, 3, 4]) ids.push(bodyText(await first.ask(submitPdu(sequence))));
    await first.deliverSm();
    await smsc.until(({ stats }) => stats.receiptsAcked === 1);
    smsc.drop();
    await first.closed;
    const transmitter = await bindEsme(smsc, bindPdu(2));
    ids.push(bodyText(await transmitter.ask(submitPdu(2))));
    const second = await bindEsme(smsc);
    const again = [await second.deliverSm(), await second.deliverSm(), await second.deliverSm()];
    expect(again.map((receipt) => receiptOf(receipt).id)).toEqual(ids.slice(1));
    await smsc.until(({ stats }) => stats.receiptsAcked === 4);
    expect(smsc.stats.receiptsSent).toBe(6);
  });

  it('are sent again before receipts that waited for the receipt window', async () => {
    const smsc = await startCarrier({ receiptWindow: 2 });
    const first = await bindEsme(smsc);
    const ids: string[] = [];
    for (const sequence of [2, 3, 4, 5]) ids.push(bodyText(await first.ask(submitPdu(sequence))));
    await first.close();
    const second = await bindEsme(smsc);
    const again: (string | undefined)[] = [];
    for (let i = 0; i < 4; i++) again.push(receiptOf(await second.deliverSm()).id);
    expect(again).toEqual(ids);
  });

  it('wait while no receiver is bound', async () => {
    const smsc = await startCarrier();
    const transmitter = await bindEsme(smsc, bindPdu(2));
    const id = bodyText(await transmitter.ask(submitPdu(2)));
    expect(smsc.undelivered).toBe(1);
    const receiver = await bindEsme(smsc, bindPdu(1));
    expect(receiptOf(await receiver.deliverSm()).id).toBe(id);
  });

  it('are sent to another session of the client', async () => {
    const smsc = await startCarrier();
    const [one, two] = [await bindEsme(smsc), await bindEsme(smsc)];
    await one.ask(submitPdu(2));
    await one.ask(submitPdu(3));
    await one.settled();
    await two.settled();
    expect(one.untaken.filter(isDeliverSm)).toHaveLength(1);
    expect(two.untaken.filter(isDeliverSm)).toHaveLength(1);
    await one.close();
    const ids = [receiptOf(await two.deliverSm()).id, receiptOf(await two.deliverSm()).id];
    expect(new Set(ids).size).toBe(2);
  });

  it.each([
    ['deliver_sm_resp', 0x80000005],
    ['generic_nack', 0x80000000],
  ])('because %s refuses them are sent again later', async (_, command) => {
    const smsc = await startCarrier({ retryMs: 20 });
    const esme = await bindEsme(smsc);
    const id = bodyText(await esme.ask(submitPdu(2)));
    const refused = await esme.next(isDeliverSm);
    const refusedAt = performance.now();
    esme.send(pduOf(command, refused.sequence, [], 8));
    const again = await esme.deliverSm();
    expect(performance.now() - refusedAt).toBeGreaterThanOrEqual(20);
    expect(again.sequence).not.toBe(refused.sequence);
    expect(receiptOf(again).id).toBe(id);
    await smsc.until(({ stats }) => stats.receiptsAcked === 1);
    expect(smsc.stats).toMatchObject({ receiptsSent: 2, receiptsRefused: 1 });
    expect(smsc.violations).toEqual([]);
  });

  it('count as acknowledged by a deliver_sm_resp without message_id, which is recorded as a violation', async () => {
    const smsc = await startCarrier();
    const esme = await bindEsme(smsc);
    await esme.ask(submitPdu(2));
    const receipt = await esme.next(isDeliverSm);
    esme.send(pduOf(0x80000005, receipt.sequence));
    await smsc.until(({ stats }) => stats.receiptsAcked === 1);
    expect(smsc.violations).toEqual([`deliver_sm_resp ${receipt.sequence}: message_id is not one NUL`]);
  });
});
