import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AlertRig } from '../../../support/alerts/alert-rig.ts';
import { author } from '../../../support/alerts/alerts.ts';
import { content, correction, wavesOf } from '../../../support/alerts/waves.ts';
import { numberOf } from '../../../support/store/messages.ts';

let rig: AlertRig;
beforeEach(async () => {
  rig = await AlertRig.start();
});
afterEach(() => rig.remove());
const { inWave, launched } = wavesOf(() => rig);

describe('an update', () => {
  test('goes to exactly the people who have the alert', async () => {
    const id = await launched(10);
    await rig.untilExpanded(id);
    const claims = await rig.claim(`${id}.1`);
    await rig.deliver(claims.slice(0, 6));
    await rig.refuse(claims.slice(6));
    expect(await rig.service.update(id, correction, author)).toMatchObject({ kind: 'done' });
    await rig.untilExpanded(id);
    const second = await inWave(id, 2);
    expect(second.map(({ to }) => to)).toEqual([0, 1, 2, 3, 4, 5].map(numberOf));
    expect(second[0]?.text).toBe('Crue : la route du nord est coupée.');
  });

  test('waits for the outcome of messages that a route is sending, and goes once to each person whose message was delivered', async () => {
    const id = await launched(10);
    await rig.untilExpanded(id);
    const claims = await rig.claim(`${id}.1`);
    await rig.deliver(claims.slice(0, 3));
    await rig.service.update(id, correction, author);
    await rig.until(
      async () => (await inWave(id, 2)).length,
      (count) => count === 3,
    );
    expect((await rig.disk.store.waves(id))[1]?.state.kind).toBe('storing');
    await rig.deliver(claims.slice(3, 8));
    await rig.refuse(claims.slice(8));
    await rig.untilExpanded(id);
    expect((await inWave(id, 2)).map(({ to }) => to).toSorted()).toEqual(
      [0, 1, 2, 3, 4, 5, 6, 7].map(numberOf),
    );
  });

  test('gives people who have no message yet the new text in place of the old one', async () => {
    const id = await launched(2600);
    await rig.until(
      () => rig.traffic.waiting(`${id}.1`),
      (waiting) => waiting === 2000,
    );
    await rig.service.update(id, correction, author);
    rig.traffic.routes = rig.traffic.routes.map((route) => ({ ...route, ratePerSecond: 1000 }));
    await rig.deliver(await rig.claim(`${id}.1`, 2000));
    await rig.untilExpanded(id);
    const texts = (await inWave(id, 1)).map(({ text }) => text);
    expect(texts.filter((text) => text === 'Crue : gagnez les hauteurs.')).toHaveLength(2000);
    expect(texts.filter((text) => text === 'Crue : la route du nord est coupée.')).toHaveLength(600);
    expect(await inWave(id, 2)).toHaveLength(2000);
  });

  test('is valid until expiresAt of the alert, and may set a later expiresAt', async () => {
    const expiresAt = rig.disk.clock.now() + 60_000;
    const { id } = await rig.create(1, { expiresAt, validForMs: 3_600_000 });
    await rig.launch(id);
    await rig.untilExpanded(id);
    await rig.deliver(await rig.claim(`${id}.1`));
    await rig.service.update(id, correction, author);
    expect((await rig.disk.store.waves(id))[1]?.validUntil).toBe(expiresAt);
    await rig.disk.clock.advance(60_000);
    expect(await rig.service.update(id, correction, author)).toMatchObject({
      kind: 'blocked',
      blockers: [{ code: 'expired', path: 'expiresAt' }],
    });
    const later = expiresAt + 600_000;
    await rig.service.update(id, { ...correction, expiresAt: later }, author);
    expect((await rig.disk.store.waves(id))[2]?.validUntil).toBe(later);
    expect((await rig.service.get(id))?.draft.expiresAt).toBe(later);
  });

  test('with a placeholder that has no value is refused', async () => {
    const id = await launched(1);
    const variants = [{ language: 'fr', text: 'Gagnez {place}.' }];
    const unfit = { content: { ...content, variants }, values: {} };
    expect(await rig.service.update(id, unfit, author)).toMatchObject({ kind: 'blocked' });
  });

  test('is refused while the alert is paused: it has to be resumed or stopped first', async () => {
    const id = await launched(1);
    await rig.service.pause(id, author);
    expect(await rig.service.update(id, correction, author)).toMatchObject({ kind: 'wrongState' });
  });
});
