import { describe, expect, it } from 'vitest';
import type { Misbehaviour } from '../../../src/sim/smsc/smsc.ts';
import { bindEsme, connectEsme, startCarrier } from '../../support/smpp/carrier.ts';
import type { RawPdu } from '../../support/smpp/raw-esme.ts';
import { bindPdu, bodyText, deliverFields, pduOf, submitPdu } from '../../support/smpp/raw-esme.ts';

const isDeliverSm = ({ command }: RawPdu) => command === 5;
const isAnswer = ({ command }: RawPdu) => command === 0x80000004;
const idOf = (pdu: RawPdu) => deliverFields(pdu).tlvs.get(0x1e)?.toString('latin1').replace(/\0$/, '');
const textOf = (pdu: RawPdu) => deliverFields(pdu).octets.toString();
const sequences = (count: number) => Array.from({ length: count }, (_, index) => index + 2);

const misbehaving = async (misbehaviour: Partial<Misbehaviour>) => {
  const smsc = await startCarrier();
  const esme = await bindEsme(smsc);
  smsc.misbehave(misbehaviour);
  return { smsc, esme };
};

describe('a simulated carrier that misbehaves', () => {
  it.each([
    ['throttles', 'throttleAbove', 0x58, { throttled: 3, queueFull: 0 }],
    ['has a full queue', 'queueFullAbove', 0x14, { throttled: 0, queueFull: 3 }],
  ] as const)('%s above the limit that was set', async (_, name, status, stats) => {
    const { smsc, esme } = await misbehaving({ [name]: 5 });
    esme.send(...sequences(8).map((sequence) => submitPdu(sequence)));
    await esme.settled();
    const statuses = esme.untaken.filter(isAnswer).map((answer) => answer.status);
    expect(statuses).toEqual([0, 0, 0, 0, 0, status, status, status]);
    expect(smsc.stats).toMatchObject({ ...stats, accepted: 5, rejected: 0 });
    smsc.calm();
    expect(await esme.ask(submitPdu(20))).toMatchObject({ status: 0 });
  });

  it('sends the receipt before the response, even if they go over two connections', async () => {
    const smsc = await startCarrier();
    smsc.misbehave({ receiptBeforeResponse: true });
    const transmitter = await bindEsme(smsc, bindPdu(2));
    const receiver = await bindEsme(smsc, bindPdu(1));
    transmitter.send(submitPdu(2));
    const order: string[] = [];
    const receipt = receiver.deliverSm().then((pdu) => {
      order.push('receipt');
      return pdu;
    });
    const answer = transmitter.next().then((pdu) => {
      order.push('answer');
      return pdu;
    });
    expect(idOf(await receipt)).toBe(bodyText(await answer));
    expect(order).toEqual(['receipt', 'answer']);
  });

  it('never answers a share of the submits, whose messages are delivered with a receipt', async () => {
    const { smsc, esme } = await misbehaving({ noAnswer: 0.3 });
    esme.send(...sequences(100).map((sequence) => submitPdu(sequence)));
    await esme.settled();
    const { unanswered } = smsc.stats;
    expect(unanswered).toBeGreaterThan(15);
    expect(unanswered).toBeLessThan(45);
    expect(esme.untaken.filter(isAnswer)).toHaveLength(100 - unanswered);
    expect(esme.untaken.filter(isDeliverSm)).toHaveLength(100);
    expect(smsc.phones.texts('33639980001')).toHaveLength(100);
  });

  it('swallows a share of the submits, and the same ones for the same seed', async () => {
    const run = async (seed: number) => {
      const smsc = await startCarrier({ seed });
      const esme = await bindEsme(smsc);
      smsc.misbehave({ swallow: 0.3 });
      esme.send(...sequences(100).map((sequence) => submitPdu(sequence)));
      await esme.settled();
      const answered = esme.untaken.filter(isAnswer).map(({ sequence }) => sequence);
      expect(answered).toHaveLength(100 - smsc.stats.swallowed);
      expect(esme.untaken.filter(isDeliverSm)).toHaveLength(answered.length);
      expect(smsc.phones.shownCount).toBe(answered.length);
      return answered;
    };
    const first = await run(7);
    expect(first.length).toBeLessThan(100);
    expect(await run(7)).toEqual(first);
    expect(await run(8)).not.toEqual(first);
  });

  it('answers submits slowly, and answers enquire_link meanwhile', async () => {
    const { esme } = await misbehaving({ slowMs: 20 });
    const started = performance.now();
    esme.send(submitPdu(2), pduOf(0x15, 3));
    expect(await esme.next()).toMatchObject({ command: 0x80000015 });
    expect(await esme.next()).toMatchObject({ command: 0x80000004, status: 0 });
    expect(performance.now() - started).toBeGreaterThanOrEqual(20);
  });

  it('sends receipts with ids that it gave to no message', async () => {
    const { esme } = await misbehaving({ wrongIds: true });
    const answers = [bodyText(await esme.ask(submitPdu(2))), bodyText(await esme.ask(submitPdu(3)))];
    const receipts = [idOf(await esme.deliverSm()), idOf(await esme.deliverSm())];
    expect(receipts.filter((id) => id === undefined || answers.includes(id))).toEqual([]);
  });

  it('refuses each submit with the status that was set', async () => {
    const { smsc, esme } = await misbehaving({ refuse: 0x45 });
    expect(await esme.ask(submitPdu(2))).toMatchObject({ status: 0x45, body: Buffer.alloc(0) });
    smsc.misbehave({ refuse: undefined });
    expect(await esme.ask(submitPdu(3))).toMatchObject({ status: 0 });
    expect(smsc.stats).toMatchObject({ rejected: 1, accepted: 1 });
  });

  it('refuses submits to the numbers that were set', async () => {
    const { esme, smsc } = await misbehaving({ refuseNumbers: new Set(['+33639980002']) });
    expect(await esme.ask(submitPdu(2, { to: '33639980002' }))).toMatchObject({ status: 0x0b });
    expect(await esme.ask(submitPdu(3))).toMatchObject({ status: 0 });
    expect(smsc.phones.numbers).toEqual(['33639980001']);
  });

  it('sends each receipt twice', async () => {
    const { esme } = await misbehaving({ receiptTwice: true });
    const id = bodyText(await esme.ask(submitPdu(2)));
    const [one, two] = [await esme.deliverSm(), await esme.deliverSm()];
    expect([idOf(one), idOf(two)]).toEqual([id, id]);
    expect(one.sequence).not.toBe(two.sequence);
  });

  it('sends no receipts', async () => {
    const { esme, smsc } = await misbehaving({ noReceipt: true });
    await esme.ask(submitPdu(2));
    await esme.settled();
    expect(esme.untaken).toEqual([]);
    expect(smsc.phones.shownCount).toBe(1);
  });

  it('sends a receipt with an intermediate state before the final one', async () => {
    const { esme } = await misbehaving({ intermediateFirst: true });
    await esme.ask(submitPdu(2));
    await esme.ask(submitPdu(3));
    const receipts = [];
    for (let i = 0; i < 4; i++) receipts.push(await esme.deliverSm());
    const stats = receipts.map((receipt) => /stat:(\w+)/.exec(textOf(receipt))?.[1]);
    const classes = receipts.map((receipt) => deliverFields(receipt).esmClass);
    const pairs = [stats.slice(0, 2), stats.slice(2)];
    expect(pairs.sort()).toEqual([
      ['ACCEPTD', 'DELIVRD'],
      ['ENROUTE', 'DELIVRD'],
    ]);
    expect(classes.map((each, index) => [stats[index], each]).filter(([stat]) => stat === 'ENROUTE')).toEqual(
      [['ENROUTE', 0x20]],
    );
  });

  it('refuses each bind with the status that was set, or does not answer it', async () => {
    const smsc = await startCarrier();
    smsc.misbehave({ bindStatus: 5 });
    const esme = await connectEsme(smsc);
    expect(await esme.ask(bindPdu())).toMatchObject({ status: 5, command: 0x80000009 });
    smsc.misbehave({ bindStatus: undefined, silentBind: true });
    esme.send(bindPdu());
    await esme.settled();
    expect(esme.untaken).toEqual([]);
    expect(smsc.bound).toBe(0);
    smsc.calm();
    expect(await esme.ask(bindPdu())).toMatchObject({ status: 0 });
  });

  it('does not answer enquire_link', async () => {
    const { esme, smsc } = await misbehaving({ silentEnquireLink: true });
    esme.send(pduOf(0x15, 2), submitPdu(3));
    expect(await esme.next()).toMatchObject({ command: 0x80000004, sequence: 3 });
    expect(smsc.stats.enquireLinks).toBe(1);
  });

  it('sends malformed PDUs after valid ones', async () => {
    const { smsc, esme } = await misbehaving({ malformed: 1 });
    for (const sequence of sequences(9)) await esme.ask(submitPdu(sequence));
    await esme.settled();
    const malformed = esme.untaken.filter(({ sequence }) => sequence >= 0x7fff0000);
    // One malformed PDU follows each of 9 responses and 9 receipts; the one after the last response may still be
    // coming.
    expect(malformed.length).toBeGreaterThanOrEqual(18);
    expect(new Set(malformed.map(({ command }) => command)).size).toBe(5);
    expect(smsc.stats.accepted).toBe(9);
    for (const { sequence } of malformed) esme.send(pduOf(0x80000000, sequence, [], 2));
    await esme.settled();
    expect(smsc.violations).toEqual([]);
    expect(smsc.stats.genericNacks).toBe(malformed.length);
  });

  it('sends a command_length after which the stream cannot be read', async () => {
    const { smsc, esme } = await misbehaving({ badLength: 1 });
    expect(await esme.ask(submitPdu(2))).toMatchObject({ status: 0 });
    esme.send(submitPdu(3));
    await smsc.until(({ stats }) => stats.accepted === 2);
    expect(esme.untaken).toEqual([]);
    smsc.calm();
    const next = await bindEsme(smsc);
    expect(await next.ask(submitPdu(2))).toMatchObject({ status: 0 });
  });

  it('drops each link after a while, and each later link too', async () => {
    const { smsc, esme } = await misbehaving({ dropEvery: 10 });
    await esme.closed;
    const next = await connectEsme(smsc);
    await next.closed;
    smsc.calm();
    const last = await bindEsme(smsc);
    expect(await last.ask(submitPdu(2))).toMatchObject({ status: 0 });
    expect(smsc.stats.dropped).toBeGreaterThanOrEqual(2);
  });

  it('drops the link after accepting the set number of submits, of which the earlier ones are answered', async () => {
    const { smsc, esme } = await misbehaving({ dropAfterSubmits: 3 });
    esme.send(...sequences(5).map((sequence) => submitPdu(sequence)));
    await esme.closed;
    expect(esme.untaken.filter(isAnswer).map(({ sequence }) => sequence)).toEqual([2, 3]);
    expect(smsc.stats).toMatchObject({ submits: 3, accepted: 3, dropped: 1 });
    expect(smsc.phones.shownCount).toBe(3);
    const next = await bindEsme(smsc);
    for (let i = 0; i < 3; i++) await next.deliverSm();
    expect(await next.ask(submitPdu(9))).toMatchObject({ status: 0 });
  });
});
