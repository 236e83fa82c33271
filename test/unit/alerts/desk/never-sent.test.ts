import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AlertRig } from '../../../support/alerts/alert-rig.ts';
import { author } from '../../../support/alerts/alerts.ts';

let rig: AlertRig;
beforeEach(async () => {
  rig = await AlertRig.start();
});
afterEach(() => rig.remove());

describe('an alert that was scheduled and is stopped before its time', () => {
  test('takes no update, cancel or resend, since nobody has it', async () => {
    const { id, draft } = await rig.create(2, { scheduledAt: rig.disk.clock.now() + 60_000 });
    expect(await rig.launch(id)).toMatchObject({ alert: { state: 'scheduled' } });
    await rig.service.stop(id, author);
    const correction = { content: draft.content, values: {} };
    const neverSent = { kind: 'wrongState', detail: 'the alert never went out: make another alert' };
    expect(await rig.service.update(id, correction, author)).toEqual(neverSent);
    expect(await rig.service.cancel(id, correction, { actor: author })).toEqual(neverSent);
    expect(await rig.service.resend(id, 'undelivered', author)).toEqual(neverSent);
    expect(await rig.service.get(id)).toMatchObject({ state: 'stopped' });
    expect(await rig.disk.store.waves(id)).toEqual([]);
  });
});
