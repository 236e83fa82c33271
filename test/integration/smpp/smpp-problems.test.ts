import { expect, onTestFinished, test } from 'vitest';
import type { Clock } from '../../../src/kernel/clock.ts';
import { systemClock } from '../../../src/kernel/system-clock.ts';
import type { Smsc } from '../../../src/sim/smsc/smsc.ts';
import { Gateway } from '../../support/gateway/gateway.ts';
import { startCarrier } from '../../support/smpp/carrier.ts';

const MINUTE_MS = 60_000;

const account = (smsc: Smsc, id = 'orange', own: object = {}) => ({
  id,
  type: 'smpp' as const,
  host: '127.0.0.1',
  port: smsc.port,
  systemId: 'tocsin',
  reconnect: { min: '20ms', max: '100ms' },
  ...own,
});

/** The machine's clock, with an offset that a test can set. */
const settableClock = () => {
  let set = 0;
  const clock: Clock = { ...systemClock, now: () => systemClock.now() + set };
  const forward = (ms: number) => {
    set += ms;
  };
  return { clock, forward };
};

const startGateway = async (...input: Parameters<typeof Gateway.start>) => {
  const gateway = await Gateway.start(...input);
  onTestFinished(() => gateway.stop());
  return gateway.api;
};

const crue = (last: number) => ({
  to: `+3363998${String(1000 + last).padStart(4, '0')}`,
  text: 'Crue : montez.',
});

test('a long message that was throttled before it was accepted has the receipt of each part matched', async () => {
  const smsc = await startCarrier({ receiptDelayMs: 300 });
  smsc.misbehave({ throttleAbove: 2 });
  const api = await startGateway({ routes: [account(smsc)] });
  const long = { ...crue(0), text: 'Crue rapide : gagnez les hauteurs. '.repeat(12).trim() };
  const messages = [long, ...Array.from({ length: 5 }, (_, index) => crue(index + 1))];
  expect((await api.sendBatch(messages)).accepted).toBe(messages.length);
  await smsc.until(({ stats }) => stats.throttled >= 3);
  smsc.misbehave({ throttleAbove: undefined });
  const told = await api.until(
    () => api.messages(),
    (all) => all.length === messages.length && all.every(({ state }) => state === 'delivered'),
  );
  expect(told.filter(({ possibleDuplicate }) => possibleDuplicate)).toEqual([]);
  for (const { to, text } of messages) expect(smsc.phones.texts(to)).toEqual([text]);
});

test('a carrier that is down for twenty minutes costs no message: each message is delivered when the carrier is back', async () => {
  const smsc = await startCarrier();
  const { clock, forward } = settableClock();
  const api = await startGateway({ routes: [account(smsc)] }, { clock });
  smsc.cut();
  await api.untilRoute('orange', 'down');
  const messages = Array.from({ length: 20 }, (_, index) => crue(index));
  await api.sendBatch(messages);
  for (let minute = 0; minute < 20; minute++) {
    forward(MINUTE_MS);
    expect((await api.messages()).filter(({ state }) => state !== 'queued')).toEqual([]);
  }
  await smsc.restore();
  await api.until(
    () => api.messages(),
    (all) => all.every(({ state }) => state === 'delivered'),
  );
  for (const { to, text } of messages) expect(smsc.phones.texts(to)).toEqual([text]);
});

test('a message for a carrier that is down expires when its own validity ends, and is not sent afterwards', async () => {
  const smsc = await startCarrier();
  const { clock, forward } = settableClock();
  const api = await startGateway({ routes: [account(smsc)] }, { clock });
  smsc.cut();
  await api.untilRoute('orange', 'down');
  const short = await api.send({ ...crue(1), validFor: 'PT30M' });
  const lasting = await api.send({ ...crue(2), validFor: 'PT2H' });
  forward(29 * MINUTE_MS);
  expect((await api.message(short.id)).state).toBe('queued');
  forward(2 * MINUTE_MS);
  expect((await api.untilState(short.id, 'expired')).reason).not.toBeNull();
  await smsc.restore();
  await api.untilState(lasting.id, 'delivered');
  expect(smsc.phones.texts(crue(1).to)).toEqual([]);
});

test('a hundred sessions cut at the same time are all bound again, with one socket each, and no message is lost or sent twice unmarked', async () => {
  const smsc = await startCarrier({ submitLatencyMs: 5 });
  const routes = ['a', 'b', 'c', 'd'].map((id) =>
    account(smsc, id, { carrier: 'orange', sessions: 25, window: 2 }),
  );
  const api = await startGateway({ uncertainGrace: '200ms', routes });
  await smsc.until(({ bound }) => bound === 100);
  const messages = Array.from({ length: 2000 }, (_, index) => ({ ...crue(index), onUncertain: 'resend' }));
  expect((await api.sendBatch(messages)).accepted).toBe(messages.length);
  await smsc.until(({ stats }) => stats.accepted > 300);
  smsc.cut();
  await api.untilRoute('a', 'down');
  await smsc.restore();
  await smsc.until(({ bound }) => bound === 100);
  const told = await api.until(
    () => api.messages(),
    (all) => all.every(({ state }) => state === 'delivered'),
  );
  for (const { to, possibleDuplicate } of told) {
    const shown = smsc.phones.texts(to).length;
    expect(shown, to).toBeGreaterThanOrEqual(1);
    expect(shown, to).toBeLessThanOrEqual(possibleDuplicate ? 2 : 1);
  }
  expect(smsc.bound).toBe(100);
  expect(smsc.stats.connections).toBe(200);
  expect(smsc.violations).toEqual([]);
});
