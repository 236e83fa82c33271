import { afterEach, beforeEach, expect, test } from 'vitest';
import { standing } from '../../../../src/access/standing.ts';
import { Users } from '../../../../src/access/users.ts';
import { currentScenarios } from '../../../../src/alerts/scenarios/current-scenarios.ts';
import { actorIdOf, type User } from '../../../../src/domain/access/user.ts';
import type { AlertActor } from '../../../../src/domain/alerts/alert.ts';
import { AlertRig } from '../../../support/alerts/alert-rig.ts';
import { author, draftOf } from '../../../support/alerts/alerts.ts';

const LATER_MS = 60_000;
const cli = { id: 'cli', name: 'the command line' };

let rig: AlertRig;
let users: Users;
beforeEach(async () => {
  rig = await AlertRig.start({ twoPersons: 'live' });
  users = new Users(rig.disk.store, rig.disk.clock, () => {});
});
afterEach(() => rig.remove());

const user = async (name: string): Promise<User> => {
  const made = await users.create(name, { roles: ['approver'], language: 'fr', phone: undefined }, cli);
  if (made.kind !== 'done') throw new Error(made.kind);
  return made.value;
};
const actorOf = (one: User, also: readonly string[] = []): AlertActor => ({
  id: actorIdOf(one),
  name: one.name,
  role: 'approver',
  also,
});
const disable = (name: string) => users.disable(name, { version: undefined, by: cli });

test('an alert that was approved by a user who was disabled since needs a new approval before it is launched', async () => {
  const list = await rig.list(1);
  const alert = await rig.service.create(draftOf({ audience: { include: [{ list }] } }), author);
  await rig.service.submit(alert.id, author);
  const bruno = actorOf(await user('Bruno'));
  expect(await rig.service.approve(alert.id, bruno)).toMatchObject({ kind: 'done' });
  await disable('Bruno');
  expect(await rig.launch(alert.id)).toMatchObject({
    kind: 'needsApproval',
    detail:
      'the user who approved this alert has been disabled since, or may approve no more: it needs a new approval',
  });
  await users.enable('Bruno', { version: undefined, by: cli });
  expect(await rig.launch(alert.id)).toMatchObject({ kind: 'done' });
});

test('a scheduled alert does not go out at its time if its approver was disabled meanwhile', async () => {
  const list = await rig.list(1);
  const scheduledAt = rig.disk.clock.now() + LATER_MS;
  const alert = await rig.service.create(draftOf({ audience: { include: [{ list }] }, scheduledAt }), author);
  await rig.service.submit(alert.id, author);
  await rig.service.approve(alert.id, actorOf(await user('Bruno')));
  expect(await rig.launch(alert.id)).toMatchObject({ kind: 'done' });
  await disable('Bruno');
  await rig.disk.clock.advance(LATER_MS);
  await rig.untilState(alert.id, 'returned');
  expect(await rig.messages(alert.id)).toEqual([]);
});

test('the author of an alert can not approve it with another of their tokens, nor what an older token of their name wrote', async () => {
  const anna = await user('Anna');
  const own = await rig.service.create(draftOf(), actorOf(anna, ['token-1']));
  await rig.service.submit(own.id, author);
  expect(await rig.service.approve(own.id, actorOf(anna, ['token-2']))).toEqual({ kind: 'ownApproval' });
  const older = await rig.service.create(draftOf(), { id: 'token-of-anna', name: 'anna', role: 'operator' });
  await rig.service.submit(older.id, author);
  const again = actorOf(anna, ['token-2', 'token-of-anna']);
  expect(await rig.service.approve(older.id, again)).toEqual({ kind: 'ownApproval' });
});

test('the approval of a scenario lapses when the user who gave it is disabled', async () => {
  const { store } = rig.disk;
  const bruno = await user('Bruno');
  const { title: _title, source: _source, ...plan } = draftOf();
  const definition = { plan: { ...plan, title: undefined, template: undefined }, editors: ['someone'] };
  const made = await store.scenarios.create('Crue', definition, 0);
  if (made === 'taken') throw new Error('taken');
  await store.scenarios.approve(made.id, 1, { id: actorIdOf(bruno), name: 'Bruno', at: 0, meaning: {} });
  const current = currentScenarios(store.scenarios, store, standing(store));
  expect(await current.get(made.id)).toMatchObject({ approved: { name: 'Bruno' }, lapsed: undefined });
  await disable('Bruno');
  expect(await current.get(made.id)).toMatchObject({
    approved: undefined,
    lapsed: {
      detail:
        'the user who approved the scenario has been disabled since, or may approve no more: it needs a new approval',
    },
  });
});

test('an approval no longer counts once the role that approves was taken from its user, or if there is no such user', async () => {
  const list = await rig.list(1);
  const alert = await rig.service.create(draftOf({ audience: { include: [{ list }] } }), author);
  await rig.service.submit(alert.id, author);
  await rig.service.approve(alert.id, actorOf(await user('Bruno')));
  const roles = (of: 'viewer' | 'approver') =>
    users.replace(
      'Bruno',
      { roles: [of], language: 'fr', phone: undefined },
      { version: undefined, by: cli },
    );
  await roles('viewer');
  expect(await rig.launch(alert.id)).toMatchObject({
    kind: 'needsApproval',
    detail: expect.stringContaining('may approve no more'),
  });
  await roles('approver');
  expect(await rig.launch(alert.id)).toMatchObject({ kind: 'done' });
  expect(await standing(rig.disk.store)('user:77')).toBe(false);
});
