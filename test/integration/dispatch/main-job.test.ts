import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Smsc } from '../../../src/sim/smsc/smsc.ts';
import { Gateway } from '../../support/gateway/gateway.ts';

const routeTo = (id: string, smsc: Smsc) => ({
  id,
  type: 'smpp' as const,
  host: '127.0.0.1',
  port: smsc.port,
  systemId: 'tocsin',
  password: 'secret',
  reconnect: { min: '20ms', max: '200ms' },
});

describe('a message on its way through a carrier', () => {
  let smsc: Smsc;
  let gateway: Gateway;

  beforeEach(async () => {
    smsc = await Smsc.start();
    gateway = await Gateway.start({
      sender: 'PREFECTURE',
      country: 'FR',
      routes: [routeTo('carrier-a', smsc)],
    });
  });

  afterEach(async () => {
    await gateway.stop();
    await smsc.close();
  });

  test('is delivered when the receipt of its part comes, and its timeline has each step', async () => {
    const { id } = await gateway.api.send({
      to: '06 39 98 00 01',
      text: 'Crue rapide : gagnez les hauteurs.',
    });
    const message = await gateway.api.untilState(id, 'delivered');
    expect(message.to).toBe('+33639980001');
    expect(message.route).toBe('carrier-a');
    const steps = message.timeline.filter(({ from, to }) => from !== to).map(({ to }) => to);
    expect(steps).toEqual(['queued', 'sending', 'sent', 'delivered']);
    expect(smsc.phones.texts('+33639980001')).toEqual(['Crue rapide : gagnez les hauteurs.']);
    expect(smsc.violations).toEqual([]);
  });

  test('arrives whole when it is long, and is delivered once each of its parts is', async () => {
    const text = 'Évacuez la zone 🌊 '.repeat(20).trim();
    const { id, parts } = await gateway.api.send({ to: '+33639980002', text });
    expect(parts).toBeGreaterThan(3);
    await gateway.api.untilState(id, 'delivered');
    expect(smsc.phones.texts('+33639980002')).toEqual([text]);
    expect(smsc.stats.receiptsAcked).toBe(parts);
  });

  test('is delivered when its receipt comes before the response', async () => {
    smsc.misbehave({ receiptBeforeResponse: true });
    const { id } = await gateway.api.send({ to: '+33639980003', text: 'Alerte' });
    await gateway.api.untilState(id, 'delivered');
  });

  test("fails with the carrier's reason when its number is refused, and does not block the next message", async () => {
    smsc.misbehave({ refuseNumbers: new Set(['+33639980004']) });
    const bad = await gateway.api.send({ to: '+33639980004', text: 'Alerte' });
    const good = await gateway.api.send({ to: '+33639980005', text: 'Alerte' });
    const failed = await gateway.api.untilState(bad.id, 'failed');
    expect(failed.reason).toBe('the carrier says that the number is wrong');
    await gateway.api.untilState(good.id, 'delivered');
  });
});

describe('a message whose submit_sm gets no response', () => {
  let smsc: Smsc;
  let gateway: Gateway;

  beforeEach(async () => {
    smsc = await Smsc.start();
    gateway = await Gateway.start({
      sender: 'PREFECTURE',
      uncertainGrace: '100ms',
      routes: [{ ...routeTo('carrier-a', smsc), responseTimeout: '200ms' }],
    });
  });

  afterEach(async () => {
    await gateway.stop();
    await smsc.close();
  });

  test('is settled by a receipt with an unknown id when it is the only unanswered message to its number', async () => {
    smsc.misbehave({ noAnswer: 1 });
    const { id } = await gateway.api.send({ to: '+33639980010', text: 'Alerte', onUncertain: 'resend' });
    const message = await gateway.api.untilState(id, 'delivered');
    expect(message.possibleDuplicate).toBe(false);
    expect(smsc.phones.texts('+33639980010')).toEqual(['Alerte']);
    expect(message.timeline.some(({ reason }) => reason?.includes('only unanswered message') === true)).toBe(
      true,
    );
  });

  test('stays uncertain when another message to its number is unanswered too, since no receipt is guessed', async () => {
    smsc.misbehave({ noAnswer: 1 });
    const ids: string[] = [];
    for (const text of ['Alerte 1', 'Alerte 2']) {
      ids.push((await gateway.api.send({ to: '+33639980011', text })).id);
    }
    for (const id of ids) await gateway.api.untilState(id, 'uncertain');
    const { items } = await gateway.api.get<{ items: unknown[] }>('/v1/receipts?unmatched=true');
    expect(items).toHaveLength(2);
  });

  test('is sent again as a possible duplicate when no receipt comes', async () => {
    smsc.misbehave({ swallow: 1 });
    const { id } = await gateway.api.send({ to: '+33639980012', text: 'Alerte', onUncertain: 'resend' });
    await smsc.until(({ stats }) => stats.swallowed === 1);
    smsc.calm();
    const message = await gateway.api.untilState(id, 'delivered');
    expect(message.possibleDuplicate).toBe(true);
    expect(smsc.stats.submits).toBe(2);
  });
});
