import { expect, test, vi } from 'vitest';
import { BackOff } from '../../../../src/alerts/approval/back-off.ts';
import { quietLog } from '../../../support/log/suite-log.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';

const failing = () => {
  const clock = new VirtualClock();
  const backOff = new BackOff({ clock, log: quietLog });
  const run = vi.fn(() => Promise.reject(new Error('the disk is full')));
  return { clock, run, attempt: () => backOff.attempt(1, run) };
};

test('an approval that failed is tried again after its pause, and not before', async () => {
  const { clock, run, attempt } = failing();
  expect(await attempt()).toBe(clock.now() + 1000);
  await clock.advance(999);
  await attempt();
  expect(run).toHaveBeenCalledTimes(1);
  await clock.advance(1);
  expect(await attempt()).toBe(clock.now() + 2000);
});

test('an approval that failed does not wait for an hour because the clock was set back an hour', async () => {
  const { clock, run, attempt } = failing();
  await attempt();
  clock.set(-3_600_000);
  await attempt();
  expect(run).toHaveBeenCalledTimes(2);
});
