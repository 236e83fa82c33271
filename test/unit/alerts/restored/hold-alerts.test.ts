import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { holdAlerts } from '../../../../src/alerts/restored/hold-alerts.ts';
import { toFrench } from '../../../../src/domain/text/french/translate.ts';
import { AlertRig } from '../../../support/alerts/alert-rig.ts';
import { holdUnsent, releaseHeld } from '../../../support/store/restoring.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

let rig: AlertRig;
beforeEach(async () => {
  rig = await AlertRig.start();
});
afterEach(() => rig.remove());

const hold = () => {
  const { store, clock } = rig.disk;
  const { approvals, schedules } = store;
  return holdAlerts({ alerts: store, approvals, schedules, clock });
};
const stateOf = async (id: number) => (await rig.disk.store.getAlert(id))?.state;
const lastLine = async (id: number) => (await rig.disk.store.alertLog(id)).at(-1);

describe('after a restore', () => {
  test('an alert that was going out is paused, and its log says why, also in French', async () => {
    const { id } = await rig.create(3);
    await rig.launch(id);
    await rig.stop();
    expect(await hold()).toMatchObject({ paused: [id], returned: [], scheduled: [] });
    expect(await stateOf(id)).toBe('paused');
    const line = await lastLine(id);
    expect(line).toMatchObject({ action: 'pause', actor: 'tocsin' });
    expect(toFrench(line?.detail ?? '')).toContain('une sauvegarde a été restaurée');
  });

  test('messages of an alert that are released wait until the alert is resumed', async () => {
    const { id } = await rig.create(3);
    await rig.launch(id);
    await rig.untilExpanded(id);
    await rig.stop();
    const { path, clock } = rig.disk;
    const note = {
      actor: { id: 'cli', name: 'cli' },
      action: 'backup.restore',
      subject: 'store',
      detail: {},
    };
    expect(holdUnsent(path, { ...note, at: clock.now() })).toMatchObject({ held: 3 });
    await hold();
    expect(releaseHeld(path, { ...note, at: clock.now() + 1 })).toBe(3);
    rig = await rig.restart();
    expect(await stateOf(id)).toBe('paused');
    expect([...rig.traffic.held]).toHaveLength(1);
  });

  test('an alert whose time came meanwhile goes back to its author without its approval, and is not launched', async () => {
    const now = rig.disk.clock.now();
    const early = await rig.create(1, { scheduledAt: now + MINUTE_MS });
    const late = await rig.create(1, { scheduledAt: now + HOUR_MS });
    for (const { id } of [early, late]) await rig.launch(id);
    expect(await stateOf(early.id)).toBe('scheduled');
    await rig.stop();
    await rig.disk.clock.advance(2 * MINUTE_MS);
    expect(await hold()).toMatchObject({ paused: [], returned: [early.id], scheduled: [late.id] });
    expect(await stateOf(early.id)).toBe('returned');
    expect(toFrench((await lastLine(early.id))?.detail ?? '')).toContain('a pu être lancée');
    expect(await stateOf(late.id)).toBe('scheduled');
  });

  test('an alert that the gateway was about to launch upon its approval waits for a person', async () => {
    const { id } = await rig.create(1);
    const other = await rig.create(1);
    await rig.stop();
    rig.disk.fill(`UPDATE alerts SET state = 'approved', launch_on_approval = 1 WHERE id = ${id};
                   UPDATE alerts SET state = 'pendingApproval' WHERE id = ${other.id}`);
    expect(await hold()).toMatchObject({ approved: [id], waiting: [other.id] });
    expect(await rig.disk.store.approvals.alertsToLaunch()).toEqual([]);
    expect(await stateOf(id)).toBe('approved');
    expect(toFrench((await lastLine(id))?.detail ?? '')).toContain('a pu être lancée');
  });

  test('planned times of schedules that have passed are missed, also those within the grace', async () => {
    const { store, clock } = rig.disk;
    const made = await store.schedules.create(
      'every ten minutes',
      {
        cron: '*/10 * * * *',
        timeZone: 'Europe/Paris',
        scenario: 7,
        values: {},
        asExercise: true,
        enabled: true,
        graceMs: HOUR_MS,
        since: clock.now(),
      },
      clock.now(),
    );
    if (made === 'taken') throw new Error('there is one already');
    await rig.stop();
    await clock.advance(35 * MINUTE_MS);
    expect(await hold()).toMatchObject({ missed: 3 });
    const { items } = await store.schedules.fires(made.id, { limit: 10, cursor: undefined });
    expect(items.map(({ outcome }) => outcome)).toEqual(['missed', 'missed', 'missed']);
    expect(await hold()).toMatchObject({ missed: 0 });
  });
});
