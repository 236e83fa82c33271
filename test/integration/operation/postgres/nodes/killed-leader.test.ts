import { afterEach, beforeEach, expect, test } from 'vitest';
import { draft } from '../../../../support/alerts/alert-gateway.ts';
import { expectAllHadIt, firstNumbers, shownTo } from '../../../../support/gateway/all-had-it.ts';
import { isOver, NodesOnCarrier } from '../../../../support/gateway/nodes-on-carrier.ts';

const PEOPLE = 1000;
const numbers = firstNumbers(PEOPLE);

let rig: NodesOnCarrier;

beforeEach(async () => {
  rig = await NodesOnCarrier.make({ submitLatencyMs: 30, window: 3 });
});
afterEach(() => rig[Symbol.asyncDispose]());

test('an alert whose leading node is killed is completed by the other node, with one unmarked message for each person', async () => {
  const { north, south } = await rig.startBoth();
  const { id } = await north.create(draft(PEOPLE, { priority: 'critical' }));
  await north.launch(id);
  await rig.smsc.until(({ phones }) => phones.shownCount >= 100);
  await rig.nodes.end('north');
  await rig.untilLed(south);
  const { log } = await south.untilAlert(id, isOver);
  expectAllHadIt(rig.smsc, numbers, await south.messagesOf(id));
  expect(log.map(({ action }) => action)).toEqual(['create', 'launch', 'complete']);
});

test('a paused alert whose leading node is killed stays paused, and the other node resumes and stops it', async () => {
  const { north, south } = await rig.startBoth();
  const { id } = await north.create(draft(PEOPLE, { priority: 'critical' }));
  await north.launch(id);
  await rig.smsc.until(({ phones }) => phones.shownCount >= 100);
  await south.step(id, 'pause');
  await south.untilAlert(id, ({ progress: { byState } }) => !byState['sending'] && !byState['sent']);
  await rig.nodes.end('north');
  await rig.untilLed(south);
  const again = await rig.start('north');
  await rig.untilAllUp(again);
  const paused = shownTo(rig.smsc, numbers);
  expect(await again.alert(id)).toMatchObject({ state: 'paused' });
  await again.step(id, 'resume');
  await rig.smsc.until((smsc) => shownTo(smsc, numbers) >= paused + 100);
  await again.step(id, 'stop', { reason: 'a false alarm' });
  const { progress } = await south.untilAlert(
    id,
    ({ waves, progress: { byState } }) =>
      waves[0]?.complete === true && !byState['queued'] && !byState['sending'] && !byState['sent'],
  );
  await rig.passThrough(south, 0);
  const shown = shownTo(rig.smsc, numbers);
  expect(progress.byState).toEqual({ delivered: shown, cancelled: PEOPLE - shown });
});
