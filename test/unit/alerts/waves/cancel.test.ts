import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AlertRig } from '../../../support/alerts/alert-rig.ts';
import { author } from '../../../support/alerts/alerts.ts';
import { correction, statesOf, wavesOf } from '../../../support/alerts/waves.ts';
import { numberOf } from '../../../support/store/messages.ts';

let rig: AlertRig;
beforeEach(async () => {
  rig = await AlertRig.start();
});
afterEach(() => rig.remove());
const { inWave, launched } = wavesOf(() => rig);

describe('a cancel', () => {
  test('goes to people who have the alert or may have it, and all queued messages are withdrawn', async () => {
    const id = await launched(3000);
    await rig.until(
      () => rig.traffic.waiting(`${id}.1`),
      (waiting) => waiting === 2000,
    );
    const claims = await rig.claim(`${id}.1`, 5);
    await rig.deliver(claims.slice(0, 3));
    await rig.service.cancel(id, correction, { actor: author });
    await rig.deliver(claims.slice(3));
    await rig.untilExpanded(id);
    expect((await inWave(id, 2)).map(({ to }) => to).toSorted()).toEqual([0, 1, 2, 3, 4].map(numberOf));
    const first = await inWave(id, 1);
    expect(statesOf(first).filter((state) => state === 'cancelled')).toHaveLength(2995);
    expect(first.find(({ state }) => state === 'cancelled')?.reason).toBe('the alert was cancelled');
    expect(await rig.service.resend(id, 'undelivered', author)).toMatchObject({ kind: 'wrongState' });
  });

  test('of a paused alert is sent at once to people who have the alert, and the held messages are withdrawn', async () => {
    const id = await launched(6);
    await rig.untilExpanded(id);
    await rig.deliver(await rig.claim(`${id}.1`, 2));
    await rig.service.pause(id, author);
    expect(await rig.service.cancel(id, correction, { actor: author })).toMatchObject({
      alert: { state: 'sending' },
    });
    await rig.untilExpanded(id);
    expect(rig.traffic.held.has(`${id}.2`)).toBe(false);
    expect(await inWave(id, 2)).toHaveLength(2);
    await rig.deliver(await rig.claim(`${id}.2`));
    await rig.untilState(id, 'completed');
    expect(statesOf(await inWave(id, 1)).sort()).toEqual([
      ...Array<string>(4).fill('cancelled'),
      ...Array<string>(2).fill('delivered'),
    ]);
    expect(statesOf(await inWave(id, 2))).toEqual(['delivered', 'delivered']);
  });

  test('is sent even after the alert has expired', async () => {
    const { id } = await rig.create(1, { expiresAt: rig.disk.clock.now() + 60_000, validForMs: 3_600_000 });
    await rig.launch(id);
    await rig.untilExpanded(id);
    await rig.deliver(await rig.claim(`${id}.1`));
    await rig.disk.clock.advance(60_000);
    await rig.service.cancel(id, correction, { actor: author });
    await rig.untilExpanded(id);
    expect(statesOf(await inWave(id, 2))).toEqual(['queued']);
  });

  test('can follow a stop: it goes to people who have the alert', async () => {
    const id = await launched(3);
    await rig.untilExpanded(id);
    await rig.deliver(await rig.claim(`${id}.1`, 1));
    await rig.service.stop(id, author);
    expect(await rig.service.cancel(id, correction, { actor: author })).toMatchObject({
      alert: { state: 'sending' },
    });
    await rig.untilExpanded(id);
    expect((await inWave(id, 2)).map(({ to }) => to)).toEqual([numberOf(0)]);
  });

  test('is not sent to a person who has opted out meanwhile', async () => {
    const id = await launched(2);
    await rig.untilExpanded(id);
    await rig.deliver(await rig.claim(`${id}.1`));
    const number = numberOf(1);
    await rig.disk.store.optOut({ number, listId: 0, source: 'sms', evidence: 'STOP', at: 0 });
    await rig.service.cancel(id, correction, { actor: author });
    await rig.untilExpanded(id);
    expect(statesOf(await inWave(id, 2))).toEqual(['queued', 'suppressed']);
  });
});
