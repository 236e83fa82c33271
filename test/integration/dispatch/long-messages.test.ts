import { expect, onTestFinished, test } from 'vitest';
import { Smsc } from '../../../src/sim/smsc/smsc.ts';
import { Gateway } from '../../support/gateway/gateway.ts';

const start = async (window: number, submitLatencyMs = 0) => {
  const smsc = await Smsc.start({ submitLatencyMs });
  onTestFinished(() => smsc.close());
  const gateway = await Gateway.start({
    routes: [
      { id: 'carrier-a', type: 'smpp', host: '127.0.0.1', port: smsc.port, systemId: 'tocsin', window },
    ],
  });
  onTestFinished(() => gateway.stop());
  return { smsc, gateway };
};

const LONG = 'Evacuez la vallee par la route des cretes. '.repeat(40).trim();

test('a message of ten times as many parts as the window allows is sent once, each part once', async () => {
  const { smsc, gateway } = await start(1);
  const { id, parts } = await gateway.api.send({ to: '+33639980001', text: LONG });
  expect(parts).toBeGreaterThan(10);
  const message = await gateway.api.untilState(id, 'delivered');
  expect(message.possibleDuplicate).toBe(false);
  expect(smsc.stats.submits).toBe(parts);
  expect(smsc.phones.texts('+33639980001')).toEqual([LONG]);
});

test('long messages sent through a window that is always full are not sent twice', async () => {
  const { smsc, gateway } = await start(4, 10);
  const text = LONG.slice(0, 400);
  const people = Array.from({ length: 100 }, (_, index) => `+336399810${String(index).padStart(2, '0')}`);
  await gateway.api.sendBatch(people.map((to, index) => ({ to, text: index % 2 === 0 ? text : 'Alerte' })));
  const final = await gateway.api.until(
    () => gateway.api.messages(),
    (messages) => messages.every(({ state }) => state === 'delivered'),
  );
  expect(final.filter(({ possibleDuplicate }) => possibleDuplicate)).toEqual([]);
  expect(smsc.stats.submits).toBe(50 * 3 + 50);
});

test.each(['hold', 'resend'] as const)(
  'after a graceful shutdown in the middle of a long message, its unsent parts are sent at the next start, with onUncertain %s',
  async (onUncertain) => {
    const smsc = await Smsc.start({ submitLatencyMs: 300 });
    onTestFinished(() => smsc.close());
    const before = await Gateway.start({
      routes: [
        { id: 'carrier-a', type: 'smpp', host: '127.0.0.1', port: smsc.port, systemId: 'tocsin', window: 2 },
      ],
    });
    const text = LONG.slice(0, 900);
    const { id, parts } = await before.api.send({
      to: '+33639980001',
      text,
      priority: 'critical',
      onUncertain,
    });
    expect(parts).toBeGreaterThan(4);
    await smsc.until(() => smsc.stats.submits > 0);
    const after = await before.restart();
    onTestFinished(() => after.stop());
    const message = await after.api.untilState(id, 'delivered');
    expect(message.possibleDuplicate).toBe(false);
    expect(smsc.stats.submits).toBe(parts);
    expect(smsc.phones.texts('+33639980001')).toEqual([text]);
  },
);
