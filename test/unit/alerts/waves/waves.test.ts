import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AlertRig } from '../../../support/alerts/alert-rig.ts';
import { author } from '../../../support/alerts/alerts.ts';
import { statesOf, wavesOf } from '../../../support/alerts/waves.ts';

let rig: AlertRig;
beforeEach(async () => {
  rig = await AlertRig.start();
});
afterEach(() => rig.remove());
const { launched } = wavesOf(() => rig);

describe('a launched alert', () => {
  test('has at most 2000 queued messages: more are created as the routes take them', async () => {
    const id = await launched(6000);
    await rig.until(
      () => rig.traffic.waiting(`${id}.1`),
      (waiting) => waiting >= 2000,
    );
    await rig.disk.clock.advance(10_000);
    expect(await rig.messages(id)).toHaveLength(2000);
    await rig.deliver(await rig.claim(`${id}.1`, 500));
    await rig.until(
      async () => (await rig.messages(id)).length,
      (count) => count === 2500,
    );
  });

  test('does not keep a smaller alert waiting until all of its own messages are created', async () => {
    const large = await launched(6000);
    const small = await launched(600);
    await rig.untilExpanded(small);
    expect((await rig.messages(large)).length).toBeLessThanOrEqual(2000);
    expect(await rig.messages(small)).toHaveLength(600);
  });

  test('goes on after a restart with the next person, so nobody gets two messages', async () => {
    const id = await launched(6000);
    await rig.until(
      async () => (await rig.messages(id)).length,
      (count) => count >= 1000,
    );
    await rig.stop();
    await rig.disk.reopen();
    rig = await AlertRig.start({}, rig.disk);
    await rig.until(
      () => {
        // As if a route took all queued messages.
        rig.traffic.queue.clear();
        return rig.disk.store.waves(id);
      },
      ([wave]) => wave?.state.kind === 'stored',
    );
    const numbers = (await rig.messages(id)).map(({ to }) => to);
    expect(numbers).toHaveLength(6000);
    expect(new Set(numbers).size).toBe(6000);
  });

  test('creates no messages while it is paused, holds those in the queue, and goes on when it is resumed', async () => {
    const id = await launched(6000);
    await rig.until(
      () => rig.traffic.waiting(`${id}.1`),
      (waiting) => waiting === 2000,
    );
    expect(await rig.service.pause(id, author)).toMatchObject({ alert: { state: 'paused' } });
    expect(rig.traffic.held).toContain(`${id}.1`);
    rig.traffic.queue.clear();
    await rig.disk.clock.advance(10_000);
    expect(await rig.messages(id)).toHaveLength(2000);
    await rig.service.resume(id, author);
    expect(rig.traffic.held).not.toContain(`${id}.1`);
    await rig.until(
      async () => (await rig.messages(id)).length,
      (count) => count === 4000,
    );
  });

  test('is held after a restart if it was paused', async () => {
    const id = await launched(10);
    await rig.service.pause(id, author);
    await rig.stop();
    await rig.disk.reopen();
    rig = await AlertRig.start({}, rig.disk);
    expect(rig.traffic.held).toContain(`${id}.1`);
  });

  test('withdraws its queued messages when it is stopped, and records people without a message as cancelled', async () => {
    const id = await launched(3000);
    await rig.until(
      () => rig.traffic.waiting(`${id}.1`),
      (waiting) => waiting === 2000,
    );
    const claims = await rig.claim(`${id}.1`, 100);
    await rig.service.stop(id, author);
    await rig.untilExpanded(id);
    await rig.until(
      async () => statesOf(await rig.messages(id)).filter((state) => state === 'cancelled').length,
      (cancelled) => cancelled === 2900,
    );
    await rig.deliver(claims);
    const messages = await rig.messages(id);
    expect(statesOf(messages).filter((state) => state === 'delivered')).toHaveLength(100);
    expect(messages.find(({ state }) => state === 'cancelled')?.reason).toBe('the alert was stopped');
    await rig.until(
      () => rig.disk.store.openWaves(),
      (waves) => waves.length === 0,
    );
    expect(rig.traffic.waiting(`${id}.1`)).toBe(0);
  });
});
