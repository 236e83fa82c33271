import { afterEach, beforeEach, expect, test } from 'vitest';
import { holdsOf } from '../../../../../src/access/holds.ts';
import { Sessions } from '../../../../../src/access/sign-in/sessions.ts';
import { isAmong } from '../../../../../src/domain/alerts/alert.ts';
import { type Browser, PASSWORD, SignInRig } from '../../../../support/http/sign-in-rig.ts';

let rig: SignInRig;
beforeEach(async () => {
  rig = await SignInRig.open();
});
afterEach(() => rig.close());

const actorOf = async ({ cookie }: Browser) => {
  const session = await new Sessions(rig.disk.store, rig.disk.clock).find(
    cookie.slice('tocsin_session='.length),
  );
  if (session === undefined) throw new Error('the session has ended');
  return session.principal.actor;
};
const actorOfToken = async (name: string) => {
  const token = await rig.tokens.create('laptop', 'admin', await rig.disk.store.findUser(name));
  const principal = await rig.tokens.authenticate(token);
  if (principal === undefined) throw new Error('the token is not known');
  return principal.actor;
};

test('a user by session and by token is one person: what one wrote, the other does not approve', async () => {
  const machine = await rig.tokens.create('anna', 'operator');
  const anna = await actorOf(await rig.user('Anna', 'admin'));
  const byToken = await actorOfToken('Anna');
  const bruno = await actorOf(await rig.user('Bruno', 'admin'));
  expect([anna.id, byToken.id, bruno.id]).toEqual(['user:1', 'user:1', 'user:2']);
  expect(isAmong(anna, [byToken.id])).toBe(true);
  expect(isAmong(byToken, [anna.id])).toBe(true);
  expect(isAmong(bruno, [anna.id])).toBe(false);
  // Nor what the token of her name wrote before there were users.
  expect(isAmong(anna, [machine.slice(7, 19)])).toBe(true);
});

test('a session has the roles of its user, and nothing is asked of a role that no token limits', async () => {
  const { role, roles } = await actorOf(await rig.user('Anna', 'operator', 'approver'));
  expect([role, roles]).toEqual(['approver', ['operator', 'approver']]);
});

test('what the phone of a user asked for is the own of the session of the user', async () => {
  const anna = await rig.user('Anna', 'operator');
  const phone = '+33639980001';
  const user = { roles: ['operator'], language: 'fr', phone } as never;
  await rig.users.replace('Anna', user, { version: undefined, by: { id: 'cli', name: 'cli' } });
  expect(isAmong(await actorOf(anna), [`phone:${phone}`])).toBe(true);
});

test('whoever has reset a user knows the password: for 24 hours the user is no second person for them', async () => {
  const chief = await rig.user('Chief', 'admin');
  await rig.user('Anna', 'approver');
  const hold = holdsOf(rig.disk.store);
  const asked = { actor: 'user:2', persons: ['user:1'], through: 'token' } as const;
  expect(await hold({ ...asked, at: rig.disk.clock.now() })).toBeUndefined();
  expect((await rig.ask(chief, 'POST', '/v1/users/Anna/reset')).statusCode).toBe(200);
  const at = rig.disk.clock.now();
  expect(await hold({ ...asked, at })).toMatchObject({ user: 'Anna', what: 'password', by: 'Chief' });
  expect(await hold({ ...asked, at, persons: ['user:3'] })).toBeUndefined();
  expect(await hold({ ...asked, at, through: 'phone' })).toBeUndefined();
  expect(await hold({ ...asked, at: at + 86_400_000 })).toBeUndefined();
});

test('each act of a session is in the audit log as one of its user', async () => {
  const anna = await rig.user('Anna', 'operator');
  const acts = [
    ['POST', '/v1/session/confirm', { password: PASSWORD }, 'api.change'],
    ['POST', '/v1/session/password', { current: PASSWORD, new: `${PASSWORD} 2` }, 'user.password'],
    ['POST', '/v1/session/second-factor', undefined, 'api.change'],
    ['DELETE', '/v1/session/second-factor', undefined, 'user.factor'],
    ['DELETE', '/v1/session', undefined, 'session.end'],
  ] as const;
  for (const [method, url, body, action] of acts) {
    const before = (await rig.audit()).length;
    expect((await rig.ask(anna, method, url, { body })).statusCode).toBeLessThan(300);
    const fresh = (await rig.audit()).slice(0, -before);
    expect(fresh, url).toContainEqual(
      expect.objectContaining({ action, actor: { id: 'user:1', name: 'Anna' } }),
    );
  }
});
