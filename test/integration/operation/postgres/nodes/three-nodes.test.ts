import { afterEach, beforeEach, expect, test } from 'vitest';
import { Smsc } from '../../../../../src/sim/smsc/smsc.ts';
import { NodeProcesses } from '../../../../support/gateway/node-processes.ts';

const NAMES = ['north', 'south', 'west'] as const;
const RATE = 200;
const PEOPLE = 2400;

const numbers = Array.from(
  { length: PEOPLE },
  (_, index) => `+336399${String(80_000 + index).padStart(5, '0')}`,
);

let smsc: Smsc;
let nodes: NodeProcesses;

beforeEach(async () => {
  smsc = await Smsc.start({ recordArrivals: '', submitLatencyMs: 5 });
  nodes = await NodeProcesses.make(
    `sender: PREFECTURE
uncertainGrace: 300ms
routes:
  - { id: carrier-a, type: smpp, host: 127.0.0.1, port: ${smsc.port}, systemId: tocsin, window: 50, rate: ${RATE}, reconnect: { min: 20ms, max: 200ms } }
`,
  );
});
afterEach(async () => {
  await nodes[Symbol.asyncDispose]();
  await smsc.close();
});

/** The largest number of parts in any second of the carrier's clock. */
const mostInASecond = (arrivals: readonly number[]): number => {
  let most = 0;
  for (let first = 0, last = 0; last < arrivals.length; last++) {
    while ((arrivals[last] ?? 0) - (arrivals[first] ?? 0) >= 1000) first++;
    most = Math.max(most, last - first + 1);
  }
  return most;
};

test('three nodes of which one after the other is killed lose nothing, double only what they mark, and keep the contract in sum', async () => {
  const [north, south] = await Promise.all(NAMES.map((name) => nodes.start(name)));
  if (north === undefined || south === undefined) throw new Error('the nodes did not start');
  const half = PEOPLE / 2;
  const messages = numbers.map((to) => ({ to, text: `Alerte ${to}`, onUncertain: 'resend' }));
  const taken = await Promise.all([
    north.sendBatch(messages.slice(0, half)),
    south.sendBatch(messages.slice(half)),
  ]);
  expect(taken.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(PEOPLE);
  for (const [turn, name] of NAMES.entries()) {
    await smsc.until(({ stats }) => stats.accepted >= (turn + 1) * 500);
    await nodes.end(name);
    await nodes.start(name);
  }
  const api = await nodes.start('east');
  const final = await api.until(
    () => api.messages(),
    (all) => all.every(({ state }) => !['queued', 'sending', 'sent'].includes(state)),
  );
  expect(final).toHaveLength(PEOPLE);
  expect(final.filter(({ state }) => state !== 'delivered')).toEqual([]);
  const marked = new Set(final.filter(({ possibleDuplicate }) => possibleDuplicate).map(({ to }) => to));
  for (const to of numbers) {
    const shown = smsc.phones.texts(to).length;
    expect(shown, to).toBeGreaterThanOrEqual(1);
    expect(shown, to).toBeLessThanOrEqual(marked.has(to) ? 3 : 1);
  }
  expect(mostInASecond(smsc.takeArrivals().map(({ at }) => at))).toBeLessThanOrEqual(RATE);
});
