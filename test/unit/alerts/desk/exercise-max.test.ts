import { afterEach, beforeEach, expect, test } from 'vitest';
import { alertMaker } from '../../../../src/alerts/desk/alert-maker.ts';
import { AlertRig } from '../../../support/alerts/alert-rig.ts';
import { approver, author } from '../../../support/alerts/alerts.ts';
import { planOf, recall } from '../../../support/alerts/escalations.ts';

let rig: AlertRig;
beforeEach(async () => {
  rig = await AlertRig.start({ twoPersons: 'never', exerciseMax: 3 });
});
afterEach(() => rig.remove());

test('an exercise for more people than exerciseMax needs a second person, whatever the policy', async () => {
  const few = await rig.create(3, { kind: 'exercise' });
  expect(await rig.launch(few.id)).toMatchObject({ kind: 'done' });
  const { id } = await rig.create(4, { kind: 'exercise' });
  const hash = (await rig.service.preview(id))?.hash;
  const refused = { kind: 'needsApproval', detail: expect.stringContaining('4 people') };
  expect(await rig.launch(id)).toMatchObject(refused);
  const glass = { hash, actor: author, breakGlass: 'everybody waits' };
  expect(await rig.service.launch(id, glass)).toMatchObject(refused);
  await rig.service.submit(id, author);
  await rig.service.approve(id, approver, hash);
  expect(await rig.launch(id)).toMatchObject({ kind: 'done' });
});

test('an exercise cannot reach more people by the steps of an escalation', async () => {
  const escalation = planOf({ need: 1, people: [[3, 4]] });
  const { id } = await rig.create(2, { kind: 'exercise', ...recall(escalation) });
  const detail = expect.stringContaining('4 people');
  expect(await rig.launch(id)).toMatchObject({ kind: 'needsApproval', detail });
});

test('a live alert is not capped', async () => {
  const { id } = await rig.create(4);
  expect(await rig.launch(id)).toMatchObject({ kind: 'done' });
});

test('an exercise that a trigger makes waits for a second person above exerciseMax', async () => {
  const { id } = await rig.create(4, { kind: 'exercise' });
  const advanced = await alertMaker(rig.service, rig.disk.store).advance(id, 'launch', author);
  expect(advanced).toMatchObject({ kind: 'refused', state: 'pendingApproval' });
});

test('a scheduled exercise goes back to its author if its audience has grown above exerciseMax', async () => {
  const list = await rig.list(0, 1, 2);
  const scheduledAt = rig.disk.clock.now() + 60_000;
  const { id } = await rig.create(0, {
    kind: 'exercise',
    audience: { include: [{ list }] },
    scheduledAt,
  });
  expect(await rig.launch(id)).toMatchObject({ alert: { state: 'scheduled' } });
  await rig.join(list, 3);
  await rig.disk.clock.advance(60_000);
  await rig.untilState(id, 'returned');
  expect((await rig.disk.store.alertLog(id)).at(-1)?.detail).toContain('4 people');
});
