import { expect, test } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { RouteRunner } from '../../src/dispatch/route-runner.ts';
import { startCarrier } from '../support/carrier.ts';
import { makeRoute } from '../support/smpp-rig.ts';
import { samplePart } from '../support/smpp-samples.ts';

const RATE = 200;
const PARTS = 5 * RATE;

/** The most that came within any one second. */
const mostInASecond = (arrivals: readonly number[]): number => {
  let most = 0;
  let first = 0;
  for (const [index, at] of arrivals.entries()) {
    while ((arrivals[first] ?? 0) <= at - 1000) first++;
    most = Math.max(most, index - first + 1);
  }
  return most;
};

/** When the parts came, by the carrier's clock, while there was always one more to send. */
const arrivalsUnderContract = async (): Promise<readonly number[]> => {
  const smsc = await startCarrier({ recordArrivals: true, keepMessages: false });
  const { route, events } = makeRoute({ port: smsc.port, rate: RATE });
  const runner = new RouteRunner(route, RATE, systemClock);
  route.start();
  await events.until(() => route.status().state === 'up');
  for (let i = 0; i < PARTS; i++) runner.send(samplePart(), () => {});
  runner.pump();
  await smsc.until(({ stats }) => stats.submits === PARTS);
  return smsc.arrivals;
};

test('no second at the carrier has more than the 200 parts of the contract', async () => {
  expect(mostInASecond(await arrivalsUnderContract())).toBeLessThanOrEqual(RATE);
});

// Time in which the machine runs something else is lost, not made up for: one of three runs is left in peace.
test('a contract of 200 parts a second is used for 99 in 100', { retry: 2 }, async () => {
  const arrivals = await arrivalsUnderContract();
  const seconds = ((arrivals.at(-1) ?? 0) - (arrivals[0] ?? 0)) / 1000;
  expect((PARTS - 1) / seconds).toBeGreaterThanOrEqual(RATE * 0.99);
});
