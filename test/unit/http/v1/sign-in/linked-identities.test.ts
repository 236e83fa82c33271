import { afterEach, beforeEach, expect, test } from 'vitest';
import { holdsOf } from '../../../../../src/access/holds.ts';
import { COMMAND_LINE } from '../../../../../src/access/tokens.ts';
import type { AuditActor } from '../../../../../src/domain/operation/audit.ts';
import { SignOnRig } from '../../../../support/http/sign-on-rig.ts';
import { numberAt } from '../../../../support/people/people.ts';

const HOUR_MS = 3_600_000;
const actor = (id: number, name: string): AuditActor => ({ id: `user:${id}`, name });
const bob = actor(1, 'Bob');
const carol = actor(2, 'Carol');
const dave = actor(3, 'Dave');

let sso: SignOnRig;
beforeEach(async () => {
  // Nothing is asked of the provider here.
  sso = await SignOnRig.open({ issuer: 'https://login.example/realms/city' });
  for (const { name } of [bob, carol, dave]) {
    const phone = name === 'Carol' ? numberAt(2) : undefined;
    await sso.rig.users.create(name, { roles: ['admin'], language: 'fr', phone }, COMMAND_LINE);
  }
});
afterEach(() => sso.close());

const link = async (name: string, value: string, by: AuditActor) =>
  expect((await sso.rig.identities().link(name, value, by)).kind).toBe('done');
const reset = async (name: string, by: AuditActor) =>
  expect((await sso.rig.resets.reset(name, by)).kind).toBe('done');
const held = (who: AuditActor, persons: readonly AuditActor[], through: 'token' | 'phone' = 'token') =>
  holdsOf(sso.rig.disk.store)({
    actor: who.id,
    persons: persons.map(({ id }) => id),
    at: sso.rig.disk.clock.now(),
    through,
  });

test('whoever has linked a user to a person of the provider is not two persons for 24 hours', async () => {
  await link('Carol', 'bob@prefecture.example', bob);
  expect(await held(carol, [bob])).toMatchObject({ user: 'Carol', what: 'identity', by: 'Bob' });
  expect(await held(bob, [carol])).toMatchObject({ user: 'Bob', of: 'Carol', what: 'identity' });
  expect(await held(carol, [bob], 'phone')).toBeUndefined();
  expect(await held(dave, [carol])).toBeUndefined();
  await sso.rig.disk.clock.advance(24 * HOUR_MS);
  expect(await held(carol, [bob])).toBeUndefined();
});

test('the hold outlasts the end of the link, in which a session may have begun', async () => {
  await link('Carol', 'bob@prefecture.example', bob);
  await sso.rig.identities().unlink('Carol', bob);
  expect(await held(carol, [bob])).toMatchObject({ what: 'identity', by: 'Bob' });
});

test('nobody shakes a link off as the linked user: by linking anew, by a new password, or through a third', async () => {
  await link('Carol', 'bob@prefecture.example', bob);
  await link('Carol', 'other@prefecture.example', carol);
  expect(await held(carol, [bob])).toMatchObject({ what: 'identity', by: 'Bob' });
  await reset('Carol', carol);
  expect(await held(carol, [bob])).toMatchObject({ user: 'Carol', by: 'Bob' });
  await link('Dave', 'bob.two@prefecture.example', carol);
  expect(await held(dave, [bob])).toMatchObject({ user: 'Dave', what: 'identity', by: 'Carol' });
  expect(await held(bob, [dave])).toMatchObject({ user: 'Bob' });
});

test('a reset by one admin does not hide that another has linked the user', async () => {
  await link('Carol', 'bob@prefecture.example', bob);
  await reset('Carol', dave);
  expect(await held(carol, [bob])).toMatchObject({ what: 'identity', by: 'Bob' });
  expect(await held(carol, [dave])).toMatchObject({ what: 'password', by: 'Dave' });
});

test('the user is told by SMS, and the audit log names who did it and no address', async () => {
  await link('Carol', 'bob@prefecture.example', bob);
  expect(sso.rig.told).toEqual([
    expect.objectContaining({
      to: numberAt(2),
      text: expect.stringContaining('Bob a relié Carol à un compte de connexion unique'),
    }),
  ]);
  const [linked] = await sso.rig.audit();
  expect(linked).toMatchObject({ action: 'user.link', subject: 'user:Carol', actor: bob });
  expect(JSON.stringify(await sso.rig.audit())).not.toContain('@');
});

test('an admin links, sees and unlinks by the API; what no claim can say is refused at its field', async () => {
  const admin = await sso.rig.user('Chief', 'admin');
  const path = '/v1/users/Dave/identity';
  const put = (value: string) => sso.rig.ask(admin, 'PUT', path, { body: { value } });
  expect((await sso.rig.ask(admin, 'GET', path)).statusCode).toBe(404);
  expect((await put('no address')).json().errors).toEqual([{ path: 'value', message: 'is no address' }]);
  expect((await put('Dave@Prefecture.example')).json()).toMatchObject({
    issuer: 'https://login.example/realms/city',
    claim: 'email',
    value: 'dave@prefecture.example',
    subject: null,
    firstUsedAt: null,
  });
  const other = await sso.rig.ask(admin, 'PUT', '/v1/users/Bob/identity', {
    body: { value: 'DAVE@prefecture.example' },
  });
  expect(other.statusCode).toBe(409);
  expect((await sso.rig.ask(admin, 'DELETE', path)).statusCode).toBe(204);
  expect((await sso.rig.ask(admin, 'DELETE', path)).statusCode).toBe(404);
});
