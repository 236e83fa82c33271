import { afterEach, beforeEach, expect, test } from 'vitest';
import { AlertRig } from '../../../support/alerts/alert-rig.ts';
import { approver, author } from '../../../support/alerts/alerts.ts';

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

test('a live alert is not capped', async () => {
  const { id } = await rig.create(4);
  expect(await rig.launch(id)).toMatchObject({ kind: 'done' });
});
