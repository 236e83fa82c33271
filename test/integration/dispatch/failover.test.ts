import { describe, expect, test } from 'vitest';
import type { Smsc } from '../../../src/sim/smsc/smsc.ts';
import { plugIn, startGateway } from '../../support/modem/on-gateway.ts';
import { startCarrier } from '../../support/smpp/carrier.ts';

const carrier = (id: string, smsc: Smsc, own: object = {}) => ({
  id,
  type: 'smpp' as const,
  host: '127.0.0.1',
  port: smsc.port,
  systemId: 'tocsin',
  reconnect: { min: '20ms', max: '200ms' },
  ...own,
});

/** A gateway with a carrier in the first tier, and a modem that takes over after half a second (`spillAfter`). */
const carrierAndModem = async (own: object = {}) => {
  const [smsc, modem] = [await startCarrier(), await plugIn()];
  const { api } = await startGateway({
    sender: 'PREFECTURE',
    uncertainGrace: '100ms',
    routes: [
      carrier('carrier-a', smsc, own),
      { id: 'modem-1', type: 'modem', device: modem.path, reconnect: { min: '20ms', max: '200ms' } },
    ],
    plan: [{ tiers: [['carrier-a'], ['modem-1']], spillAfter: '500ms' }],
  });
  await api.untilRoute('carrier-a', 'up');
  await api.untilRoute('modem-1', 'up');
  return { smsc, modem, api };
};

let numbers = 0;
const critical = () => ({
  to: `+33639981${String(++numbers).padStart(3, '0')}`,
  text: 'Crue rapide : gagnez les hauteurs.',
  priority: 'critical',
});

describe('a critical message is sent by the modem', () => {
  test('while the carrier is cut, and by the carrier again once the carrier is back', async () => {
    const { smsc, modem, api } = await carrierAndModem();
    const before = await api.send(critical());
    expect(await api.untilState(before.id, 'delivered')).toMatchObject({ route: 'carrier-a' });
    smsc.cut();
    await api.untilRoute('carrier-a', 'down');
    const during = await api.send(critical());
    expect(await api.untilState(during.id, 'delivered')).toMatchObject({
      route: 'modem-1',
      possibleDuplicate: false,
    });
    await smsc.restore();
    await api.untilRoute('carrier-a', 'up');
    const after = await api.send(critical());
    expect(await api.untilState(after.id, 'delivered')).toMatchObject({ route: 'carrier-a' });
    expect(modem.sent).toHaveLength(1);
    expect(modem.violations).toEqual([]);
    expect(smsc.violations).toEqual([]);
  });

  test.each([
    ['answers everything with a system error', { refuse: 0x08 }],
    ['throttles everything', { refuse: 0x58 }],
    ['refuses the sender', { refuse: 0x0a }],
  ])('while the carrier %s', async (_, misbehaviour) => {
    const { smsc, modem, api } = await carrierAndModem();
    smsc.misbehave(misbehaviour);
    const { id } = await api.send(critical());
    expect(await api.untilState(id, 'delivered')).toMatchObject({
      route: 'modem-1',
      possibleDuplicate: false,
    });
    expect(modem.sent).toHaveLength(1);
  });

  test('as a possible duplicate, when the carrier was given the message and answers nothing', async () => {
    const { smsc, modem, api } = await carrierAndModem({ responseTimeout: '300ms' });
    smsc.blackHole(true);
    const { id } = await api.send(critical());
    expect(await api.untilState(id, 'delivered')).toMatchObject({
      route: 'modem-1',
      possibleDuplicate: true,
    });
    expect(modem.sent).toHaveLength(1);
    smsc.blackHole(false);
  });
});

describe('a message of three parts whose SMPP link drops after the second submit', () => {
  const long = () => ({ ...critical(), text: 'Crue rapide : gagnez les hauteurs. '.repeat(12).trim() });

  test('is sent whole again with onUncertain resend, as a possible duplicate, and the phone shows it whole', async () => {
    const { smsc, api } = await carrierAndModem();
    smsc.misbehave({ dropAfterSubmits: 2 });
    const message = long();
    const { id, parts } = await api.send({ ...message, onUncertain: 'resend' });
    expect(parts).toBe(3);
    const delivered = await api.untilState(id, 'delivered');
    expect(delivered.possibleDuplicate).toBe(true);
    const shown = [smsc.phones.texts(message.to), smsc.phones.texts(message.to.slice(1))].flat();
    const byModem = delivered.route === 'modem-1';
    if (!byModem) expect(shown).toContain(message.text);
  });

  test('is uncertain with onUncertain hold, and no part of it is sent twice', async () => {
    const { smsc, modem, api } = await carrierAndModem();
    smsc.misbehave({ dropAfterSubmits: 2 });
    const { id } = await api.send({ ...long(), onUncertain: 'hold' });
    const message = await api.untilState(id, 'uncertain');
    expect(message.possibleDuplicate).toBe(false);
    await api.untilRoute('carrier-a', 'up');
    const next = await api.send(critical());
    await api.untilState(next.id, 'delivered');
    expect(await api.message(id)).toMatchObject({ state: 'uncertain' });
    expect(smsc.stats.submits).toBeLessThanOrEqual(4);
    expect(modem.sent).toEqual([]);
  });
});

describe('a carrier with a hidden limit', () => {
  test('accepts every message in the end, and none twice', async () => {
    const smsc = await startCarrier();
    const { api } = await startGateway({ routes: [carrier('carrier-a', smsc)] });
    await api.untilRoute('carrier-a', 'up');
    smsc.misbehave({ throttleAbove: 60 });
    const messages = Array.from({ length: 200 }, () => ({ ...critical(), priority: 'normal' }));
    expect(await api.sendBatch(messages)).toMatchObject({ accepted: 200, refused: [] });
    const all = await api.until(
      () => api.messages(),
      (shown) => shown.every(({ state }) => state === 'delivered'),
    );
    expect(all.filter(({ possibleDuplicate }) => possibleDuplicate)).toEqual([]);
    for (const { to } of messages) expect(smsc.phones.texts(to)).toHaveLength(1);
    expect(smsc.stats.throttled).toBeGreaterThan(0);
  });
});

describe('two carriers in one tier', () => {
  test('share the messages, and the second carrier goes on alone when the first is cut', async () => {
    const [a, b] = [await startCarrier(), await startCarrier()];
    const { api } = await startGateway({
      uncertainGrace: '100ms',
      routes: [carrier('carrier-a', a, { window: 10 }), carrier('carrier-b', b, { window: 10 })],
    });
    for (const id of ['carrier-a', 'carrier-b']) await api.untilRoute(id, 'up');
    for (const smsc of [a, b]) smsc.misbehave({ slowMs: 20 });
    const batch = () => Array.from({ length: 200 }, () => ({ ...critical(), onUncertain: 'resend' }));
    const delivered = (count: number) =>
      api.until(
        () => api.messages(),
        (shown) => shown.length === count && shown.every(({ state }) => state === 'delivered'),
      );
    await api.sendBatch(batch());
    await delivered(200);
    expect(Math.min(a.stats.accepted, b.stats.accepted)).toBeGreaterThan(50);
    await api.sendBatch(batch());
    await a.until(({ stats }) => stats.accepted > 120);
    a.cut();
    const all = await delivered(400);
    expect(all.filter(({ possibleDuplicate }) => possibleDuplicate).length).toBeLessThanOrEqual(10);
  });
});

describe('a scheduled message', () => {
  test('leaves at its time, not earlier', async () => {
    const smsc = await startCarrier();
    const { api } = await startGateway({ routes: [carrier('carrier-a', smsc)] });
    await api.untilRoute('carrier-a', 'up');
    const at = Date.now() + 1200;
    const { id } = await api.send({ ...critical(), sendAt: new Date(at).toISOString() });
    expect((await api.message(id)).state).toBe('queued');
    const { timeline } = await api.untilState(id, 'delivered');
    const sending = timeline.find(({ to }) => to === 'sending');
    expect(Date.parse(sending?.at ?? '')).toBeGreaterThanOrEqual(at);
  });
});

describe('a cancel request at the same time as the sending of the message', () => {
  test('leaves each message either cancelled or delivered, as the phones show', async () => {
    const smsc = await startCarrier();
    const { api } = await startGateway({ routes: [carrier('carrier-a', smsc)] });
    await api.untilRoute('carrier-a', 'up');
    const messages = Array.from({ length: 60 }, critical);
    await Promise.all(
      messages.map(async (message) => {
        const { id } = await api.send(message);
        const { status } = await api.request('POST', `/v1/messages/${id}/cancel`);
        const withdrawn = status === 200;
        expect([200, 409]).toContain(status);
        const { state } = await api.untilState(id, withdrawn ? 'cancelled' : 'delivered');
        expect(state).toBe(withdrawn ? 'cancelled' : 'delivered');
        expect(smsc.phones.texts(message.to)).toHaveLength(withdrawn ? 0 : 1);
      }),
    );
  });
});
