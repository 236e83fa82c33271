import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AlertClient } from '../../../../support/alerts/alert-client.ts';
import { draft } from '../../../../support/alerts/alert-gateway.ts';
import { firstNumbers, shownTo } from '../../../../support/gateway/all-had-it.ts';
import { isOver, NodesOnCarrier } from '../../../../support/gateway/nodes-on-carrier.ts';

let rig: NodesOnCarrier;
let north: AlertClient;
let south: AlertClient;

beforeEach(async () => {
  rig = await NodesOnCarrier.make({ submitLatencyMs: 30, window: 3 });
  ({ north, south } = await rig.startBoth());
});
afterEach(() => rig[Symbol.asyncDispose]());

test('an alert that is launched through a node that does not lead is sent by both nodes, and looks the same through each', async () => {
  // So many that the leader alone needs seconds for them, while the other node hears of them.
  const PEOPLE = 800;
  const { id } = await south.create(draft(PEOPLE));
  await south.launch(id);
  await south.untilAlert(id, isOver);
  const [here, there] = [await north.alert(id), await south.alert(id)];
  expect(there).toEqual(here);
  expect(here.progress.byState).toEqual({ delivered: PEOPLE });
  expect(here.progress.byRoute.map(({ route }) => route).toSorted()).toEqual([
    'of-all',
    'of-north',
    'of-south',
  ]);
  const [report, same] = [
    await north.get<{ byRoute: object[] }>(`/v1/alerts/${id}/report`),
    await south.get<{ byRoute: object[] }>(`/v1/alerts/${id}/report`),
  ];
  const of = (one: object) => ({ ...one, generatedAt: undefined });
  expect(of(same)).toEqual(of(report));
  expect(report.byRoute).toHaveLength(3);
  expect(shownTo(rig.smsc, firstNumbers(PEOPLE))).toBe(PEOPLE);
});

test('an alert that is paused through a node sends nothing by any node until it is resumed', async () => {
  const PEOPLE = 800;
  const { id } = await south.create(draft(PEOPLE));
  await north.launch(id);
  await rig.smsc.until(({ phones }) => phones.shownCount >= 80);
  await south.step(id, 'pause');
  await south.untilAlert(id, ({ progress: { byState } }) => !byState['sending'] && !byState['sent']);
  const before = shownTo(rig.smsc, firstNumbers(PEOPLE));
  expect(before).toBeLessThan(PEOPLE - 200);
  for (const turn of [0, 1, 2]) await rig.passThrough(south, turn);
  expect(shownTo(rig.smsc, firstNumbers(PEOPLE))).toBe(before);
  await north.step(id, 'resume');
  const { progress } = await south.untilAlert(id, isOver);
  expect(progress.byState).toEqual({ delivered: PEOPLE });
  expect(shownTo(rig.smsc, firstNumbers(PEOPLE))).toBe(PEOPLE);
});

test('an alert that is stopped through a node sends nothing more by any node', async () => {
  const PEOPLE = 800;
  const { id } = await north.create(draft(PEOPLE));
  await south.launch(id);
  await rig.smsc.until(({ phones }) => phones.shownCount >= 80);
  await south.step(id, 'stop', { reason: 'a false alarm' });
  const open = ['queued', 'sending', 'sent'];
  const { progress } = await north.untilAlert(
    id,
    ({ waves, progress: { byState } }) =>
      waves[0]?.complete === true && open.every((state) => !byState[state]),
  );
  const before = shownTo(rig.smsc, firstNumbers(PEOPLE));
  expect(progress.byState).toEqual({ delivered: before, cancelled: PEOPLE - before });
  for (const turn of [0, 1, 2]) await rig.passThrough(south, turn);
  expect(shownTo(rig.smsc, firstNumbers(PEOPLE))).toBe(before);
});
