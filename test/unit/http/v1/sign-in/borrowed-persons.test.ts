import { afterEach, beforeEach, expect, test } from 'vitest';
import { holdsOf } from '../../../../../src/access/holds.ts';
import type { AuditActor } from '../../../../../src/domain/operation/audit.ts';
import { SignInRig } from '../../../../support/http/sign-in-rig.ts';

const HOUR_MS = 3_600_000;
const actor = (id: number, name: string): AuditActor => ({ id: `user:${id}`, name });
const bob = actor(1, 'Bob');
const carol = actor(2, 'Carol');
const dave = actor(3, 'Dave');

let rig: SignInRig;
beforeEach(async () => {
  rig = await SignInRig.open();
  for (const { name } of [bob, carol, dave]) await rig.make(name, 'admin');
});
afterEach(() => rig.close());

const reset = async (name: string, by: AuditActor) =>
  expect((await rig.resets.reset(name, by)).kind).toBe('done');
const held = (who: AuditActor, persons: readonly AuditActor[], through: 'token' | 'phone' = 'token') =>
  holdsOf(rig.disk.store)({
    actor: who.id,
    persons: persons.map(({ id }) => id),
    at: rig.disk.clock.now(),
    through,
  });

test('whoever has reset a user is no second person for what that user writes: it may be their own', async () => {
  await reset('Carol', bob);
  expect(await held(bob, [carol])).toMatchObject({ user: 'Bob', of: 'Carol', what: 'password', by: 'Bob' });
  expect(await held(bob, [carol], 'phone')).toMatchObject({ user: 'Bob', of: 'Carol' });
  expect(await held(bob, [dave])).toBeUndefined();
  expect(await held(dave, [carol])).toBeUndefined();
  await rig.disk.clock.advance(24 * HOUR_MS);
  expect(await held(bob, [carol])).toBeUndefined();
});

test('what a user gives whom another has reset counts as given by that other too', async () => {
  await reset('Carol', bob);
  await reset('Dave', carol);
  expect(await held(dave, [bob])).toMatchObject({ user: 'Dave', what: 'password', by: 'Carol' });
  expect(await held(bob, [dave])).toMatchObject({ user: 'Bob', of: 'Carol' });
  const roles = { roles: ['approver'], language: 'fr', phone: undefined } as const;
  await rig.users.create('Eve', roles, carol);
  expect(await held(actor(4, 'Eve'), [bob])).toMatchObject({ user: 'Eve', what: 'role' });
});

test('two users whom one person has reset are that one person', async () => {
  await reset('Carol', bob);
  await reset('Dave', bob);
  expect(await held(dave, [carol])).toMatchObject({ user: 'Dave', what: 'password', by: 'Bob' });
  expect(await held(carol, [dave])).toMatchObject({ user: 'Carol', what: 'password', by: 'Bob' });
});

test('a user whom somebody has reset does not shake that off by resetting themselves, alone or in a circle', async () => {
  await reset('Carol', bob);
  await reset('Carol', carol);
  expect(await held(carol, [bob])).toMatchObject({ user: 'Carol', what: 'password', by: 'Bob' });
  await reset('Dave', carol);
  await reset('Carol', dave);
  expect(await held(carol, [bob])).toMatchObject({ user: 'Carol', what: 'password', by: 'Bob' });
  expect(await held(dave, [bob])).toMatchObject({ user: 'Dave', what: 'password' });
});

test('whoever has approved, and then resets somebody, does not launch in that name', async () => {
  const approved = {
    actor: bob.id,
    persons: [carol.id],
    at: rig.disk.clock.now(),
    through: 'either',
  } as const;
  await rig.disk.clock.advance(HOUR_MS);
  await reset('Carol', bob);
  const hold = holdsOf(rig.disk.store);
  expect(await hold({ ...approved, now: rig.disk.clock.now() })).toMatchObject({ user: 'Bob', of: 'Carol' });
  expect(await hold(approved)).toBeUndefined();
});
