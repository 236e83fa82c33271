import { describe, expect, test } from 'vitest';
import { author, draftOf } from '../../../support/alerts/alerts.ts';
import { T0 } from '../../../support/store/messages.ts';
import { sharedStoreWithWaves } from '../../../support/store/wave-rig.ts';

const { disk, launched } = sharedStoreWithWaves();

describe('an alert on disk', () => {
  test('keeps who took which step, and when', async () => {
    const { alert } = await launched();
    expect(await disk.store.getAlert(alert)).toMatchObject({
      version: 2,
      state: 'sending',
      created: { id: author.id, name: author.name, at: T0 },
      launched: { id: author.id, at: T0 + 1, hash: 'seen' },
    });
    expect(await disk.store.alertLog(alert)).toEqual([
      { at: T0, actor: author.id, actorName: author.name, action: 'create', detail: undefined },
      { at: T0 + 1, actor: author.id, actorName: author.name, action: 'launch', detail: undefined },
    ]);
  });

  test('takes no step that was decided on an earlier version of the alert, and such a step is not logged', async () => {
    const { alert } = await launched();
    const late = { id: alert, version: 1, at: T0 + 2, actor: author, detail: undefined };
    expect(await disk.store.stepAlert({ ...late, state: 'rejected', action: 'reject' })).toBe(false);
    expect((await disk.store.getAlert(alert))?.state).toBe('sending');
    expect(await disk.store.alertLog(alert)).toHaveLength(2);
  });

  test('is found by its state, newest first, page by page', async () => {
    const older = await disk.store.createAlert(draftOf({ title: 'older' }), author, T0);
    const newer = await disk.store.createAlert(draftOf({ title: 'newer' }), author, T0);
    const first = await disk.store.listAlerts('draft', { limit: 1, cursor: undefined });
    expect(first.items.map(({ id }) => id)).toEqual([newer]);
    const second = await disk.store.listAlerts('draft', { limit: 1, cursor: first.next });
    expect(second.items.map(({ id }) => id)).toEqual([older]);
    expect((await disk.store.alertsIn(['draft'])).map(({ id }) => id)).toEqual([older, newer]);
  });

  test('is among those that went out only if it has a wave, however many newer drafts there are', async () => {
    const { alert: older } = await launched();
    const { alert: newer } = await launched();
    const scheduled = await disk.store.createAlert(draftOf(), author, T0);
    const step = { id: scheduled, at: T0 + 1, actor: author, detail: undefined };
    const schedule = { ...step, version: 1, state: 'scheduled', action: 'schedule' } as const;
    await disk.store.stepAlert({ ...schedule, set: { launched: { hash: 'seen', key: 'key-1' } } });
    await disk.store.stepAlert({ ...step, version: 2, state: 'stopped', action: 'stop' });
    expect((await disk.store.getAlert(scheduled))?.launched).toBeDefined();
    expect((await disk.store.alertsThatWentOut(2)).map(({ id }) => id)).toEqual([newer, older]);
  });
});
