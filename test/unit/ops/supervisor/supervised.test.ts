import { expect, test } from 'vitest';
import { Supervised } from '../../../../src/ops/supervisor/supervised.ts';
import { supervisionOf } from '../../../../src/ops/supervisor/systemd-notify.ts';
import { quietLog } from '../../../support/log/suite-log.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';

/** A gateway that systemd watches for 20 s, and what systemd was told, each with the second. */
const rig = () => {
  const clock = new VirtualClock(0);
  const told: string[] = [];
  const errors: object[] = [];
  const state = { answers: Promise.resolve(), unreachable: false };
  const supervised = new Supervised({
    supervision: {
      watchdogMs: 20_000,
      tell: async (what) => {
        if (state.unreachable) throw new Error('systemd-notify is not there');
        told.push(`${clock.now() / 1000} ${what}`);
      },
    },
    answers: () => state.answers,
    clock,
    log: {
      debug() {},
      info() {},
      warn: (fields) => errors.push(fields),
      error: (fields) => errors.push(fields),
    },
  });
  return { clock, told, errors, state, supervised };
};

test('systemd is told once that the gateway is ready, then gets a sign of life at half of its time', async () => {
  const { clock, told, supervised } = rig();
  supervised.start();
  await clock.advance(30_000);
  expect(told).toEqual(['0 READY=1', '10 WATCHDOG=1', '20 WATCHDOG=1', '30 WATCHDOG=1']);
});

test('systemd that does not watch gets no signs of life', async () => {
  const clock = new VirtualClock(0);
  const told: string[] = [];
  const supervised = new Supervised({
    supervision: { watchdogMs: undefined, tell: async (what) => void told.push(what) },
    answers: async () => {},
    clock,
    log: quietLog,
  });
  supervised.start();
  await clock.advance(3_600_000);
  expect(told).toEqual(['READY=1']);
});

test('there is no sign of life while the database does not answer, and they go on once it has answered', async () => {
  const { clock, told, state, supervised } = rig();
  supervised.start();
  await clock.advance(5000);
  const hanging = Promise.withResolvers<void>();
  state.answers = hanging.promise;
  await clock.advance(60_000);
  expect(told).toEqual(['0 READY=1']);
  hanging.resolve();
  await clock.advance(10_000);
  expect(told).toEqual(['0 READY=1', '65 WATCHDOG=1', '75 WATCHDOG=1']);
});

test('systemd is told when a reload begins and ends, also when it fails', async () => {
  const { told, supervised } = rig();
  const failing = supervised.reload(async () => {
    told.push('reloads');
    throw new Error('no such certificate');
  });
  await expect(failing).rejects.toThrow('no such certificate');
  expect(told).toEqual(['0 RELOADING=1', 'reloads', '0 READY=1']);
});

test('a gateway that ends says so without waiting for a database that hangs, and gives no more signs of life', async () => {
  const { clock, told, state, supervised } = rig();
  supervised.start();
  await clock.advance(5000);
  const hanging = Promise.withResolvers<void>();
  state.answers = hanging.promise;
  await clock.advance(10_000);
  await supervised.stop();
  hanging.resolve();
  await clock.advance(60_000);
  expect(told).toEqual(['0 READY=1', '15 STOPPING=1']);
  expect(clock.pending).toBe(0);
});

test('a systemd that cannot be told is tried again, and holds up neither a reload nor the end', async () => {
  const { clock, told, errors, state, supervised } = rig();
  state.unreachable = true;
  supervised.start();
  await clock.advance(2000);
  let reloaded = false;
  await supervised.reload(async () => {
    reloaded = true;
  });
  expect(reloaded).toBe(true);
  expect(errors.length).toBeGreaterThan(2);
  state.unreachable = false;
  await clock.advance(3000);
  await supervised.stop();
  expect(told).toEqual(['3 READY=1', '5 STOPPING=1']);
});

test('the environment says whether systemd is to be told, and whether it watches this process', () => {
  const socket = { NOTIFY_SOCKET: '/run/systemd/notify' };
  const watchdogOf = (env: Record<string, string>) => supervisionOf(env, 7)?.watchdogMs;
  expect(supervisionOf({ WATCHDOG_USEC: '30000000' }, 7)).toBeUndefined();
  expect(supervisionOf({ NOTIFY_SOCKET: '' }, 7)).toBeUndefined();
  expect(supervisionOf(socket, 7)).toMatchObject({ watchdogMs: undefined });
  expect(watchdogOf({ ...socket, WATCHDOG_USEC: '30000000' })).toBe(30_000);
  expect(watchdogOf({ ...socket, WATCHDOG_USEC: '30000000', WATCHDOG_PID: '7' })).toBe(30_000);
  expect(watchdogOf({ ...socket, WATCHDOG_USEC: '30000000', WATCHDOG_PID: '8' })).toBeUndefined();
});
