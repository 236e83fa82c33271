import { afterEach, beforeEach, expect, test } from 'vitest';
import { DrillRig, missed } from '../../../support/alerts/drills.ts';
import { DAY_MS, purge, timesOf } from '../../../support/people/purging.ts';

const A_WEEK = 7 * DAY_MS;

let rig: DrillRig;
let drill: number;
beforeEach(async () => {
  rig = await DrillRig.open();
  drill = await rig.create({ enabled: false });
});
afterEach(() => rig.close());

/** Runs the drill while no message arrives. @param count of its finished runs afterwards */
const fail = async (count: number): Promise<void> => {
  const begun = await rig.drills.run(drill, { id: 'user:1', name: 'the operator' });
  if ('kind' in begun) throw new Error(begun.kind);
  await rig.untilFinished(drill, count);
};

const purgeAWeekLater = () =>
  purge(rig.disk, timesOf('never', { drillRuns: DAY_MS }), rig.disk.clock.now() + A_WEEK);

test('the alarm of a drill is kept when its older runs are deleted, and over a restart', async () => {
  await fail(1);
  await fail(2);
  const [, last] = await rig.runs(drill);
  await rig.disk.store.drills.miss(missed(drill, rig.disk.clock.now(), rig.disk.clock.now(), 'away'));
  await purgeAWeekLater();
  expect((await rig.runs(drill)).map(({ id }) => id)).toEqual([last?.id]);
  await rig.restart();
  expect(rig.drills.status(drill)).toMatchObject({ last: { id: last?.id, result: 'failed' } });
});

test('all old runs of a deleted drill are deleted', async () => {
  await fail(1);
  await rig.disk.store.drills.remove(drill, undefined, { id: 'cli', name: 'cli', at: 0 });
  await purgeAWeekLater();
  expect(await rig.runs(drill)).toEqual([]);
});
