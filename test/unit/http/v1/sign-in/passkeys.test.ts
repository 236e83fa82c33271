import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sessionHashOf } from '../../../../../src/access/sign-in/sessions.ts';
import { COMMAND_LINE } from '../../../../../src/access/tokens.ts';
import type { Msisdn } from '../../../../../src/domain/messages/msisdn.ts';
import { SoftAuthenticator } from '../../../../support/access/soft-authenticator.ts';
import { browserOf, PasskeyRig, problemOf } from '../../../../support/http/passkey-rig.ts';
import { type Browser, PASSWORD, SignInRig } from '../../../../support/http/sign-in-rig.ts';

let rig: SignInRig;
let keys: PasskeyRig;
let anna: Browser;
beforeEach(async () => {
  rig = await SignInRig.open();
  keys = new PasskeyRig(rig);
  anna = await rig.user('Anna', 'admin');
});
afterEach(() => rig.close());

const MINUTE = 60_000;
const AS_ADMIN = { version: undefined, by: COMMAND_LINE };
const actionsOf = async (...actions: readonly string[]) =>
  (await rig.audit()).filter(({ action }) => actions.includes(action)).map(({ action }) => action);

test.each(['ES256', 'EdDSA', 'RS256'] as const)(
  'a passkey with %s is registered, signs in without a password, and the session is confirmed',
  async (algorithm) => {
    const key = new SoftAuthenticator(algorithm);
    const made = await keys.register(anna, key);
    expect(made.statusCode, made.body).toBe(201);
    expect(made.json()).toMatchObject({ id: 1, name: 'Phone', lastUsedAt: null, copyRefusedAt: null });
    const signedIn = await keys.signIn(key);
    expect(signedIn.statusCode).toBe(200);
    expect(signedIn.json()).toMatchObject({
      user: { name: 'Anna' },
      confirmed: true,
      mustChangePassword: false,
    });
    const again = browserOf(signedIn);
    expect((await rig.ask(again, 'GET', '/v1/session')).json().user.name).toBe('Anna');
    expect((await keys.list(again))[0].lastUsedAt).toMatch(/^2/);
    const [begun] = (await rig.audit()).filter(({ action }) => action === 'session.begin');
    expect(begun).toMatchObject({ subject: 'user:Anna', detail: { passkey: 1 } });
  },
);

test('the options ask for a passkey that is found without a name and knows its user, and for no attestation', async () => {
  const offered = await keys.offer(anna);
  expect(offered).toMatchObject({
    rp: { id: 'tocsin.example.org', name: 'Tocsin' },
    user: { name: 'Anna' },
    attestation: 'none',
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    timeout: 300_000,
  });
  expect(Buffer.from(offered.user.id, 'base64url')).toHaveLength(32);
  const { options } = await keys.options();
  expect(options).toMatchObject({ rpId: 'tocsin.example.org', userVerification: 'required' });
  expect(options.allowCredentials ?? []).toEqual([]);
});

test('all passkeys of a user have one random handle, and no other user has it', async () => {
  const first = await keys.offer(anna);
  await keys.registered(anna);
  const second = await keys.offer(anna);
  expect(second.user.id).toBe(first.user.id);
  expect(second.excludeCredentials).toHaveLength(1);
  const bruno = await rig.user('Bruno', 'viewer');
  expect((await keys.offer(bruno)).user.id).not.toBe(first.user.id);
});

test('a passkey goes on after a restart, and a challenge of before it does not', async () => {
  const key = await keys.registered(anna);
  const { options, cookie } = await keys.options();
  rig = await rig.restarted();
  keys = new PasskeyRig(rig);
  expect((await keys.send(key.get(options), cookie)).statusCode).toBe(401);
  expect((await keys.signIn(key)).statusCode).toBe(200);
  await keys.registered(anna);
  expect(await keys.list(anna)).toHaveLength(2);
});

test('passkeys are listed, renamed and removed by their user alone; a removed one is refused', async () => {
  const key = await keys.registered(anna);
  const bruno = await rig.user('Bruno', 'admin');
  const rename = (who: Browser, name: string) =>
    rig.ask(who, 'PUT', '/v1/session/passkeys/1', { body: { name } });
  expect((await rename(bruno, 'Mine')).statusCode).toBe(404);
  expect((await rig.ask(bruno, 'DELETE', '/v1/session/passkeys/1')).statusCode).toBe(404);
  expect(await keys.list(bruno)).toEqual([]);
  expect((await rename(anna, ' ')).statusCode).toBe(422);
  expect((await rename(anna, 'Key on the ring')).statusCode).toBe(204);
  expect((await keys.list(anna)).map((one: { name: string }) => one.name)).toEqual(['Key on the ring']);
  expect((await rig.ask(anna, 'DELETE', '/v1/session/passkeys/1')).statusCode).toBe(204);
  expect((await keys.signIn(key)).statusCode).toBe(401);
  expect(await actionsOf('passkey.add', 'passkey.rename', 'passkey.remove', 'session.refused')).toEqual([
    'session.refused',
    'passkey.remove',
    'passkey.rename',
    'passkey.add',
  ]);
});

test('a user has ten passkeys at most, also when two more come at the same moment', async () => {
  for (let n = 0; n < 9; n++) await keys.registered(anna);
  const bodies = [1, 2].map(async () => ({
    name: 'Key',
    passkey: new SoftAuthenticator().create(await keys.offer(anna)),
  }));
  const both = await Promise.all(
    (await Promise.all(bodies)).map((body) => rig.ask(anna, 'POST', '/v1/session/passkeys', { body })),
  );
  expect(both.map(({ statusCode }) => statusCode).sort()).toEqual([201, 409]);
  const more = await rig.ask(anna, 'POST', '/v1/session/passkeys/options');
  expect(problemOf(more)).toBe('too-many-passkeys');
});

describe('what the cookie of a session alone does not allow', () => {
  test('registering and removing need a confirmation within five minutes, listing does not', async () => {
    await keys.registered(anna);
    const passkey = new SoftAuthenticator().create(await keys.offer(anna));
    await rig.disk.clock.advance(6 * MINUTE);
    const add = { body: { name: 'Thief', passkey } };
    for (const refused of [
      await rig.ask(anna, 'POST', '/v1/session/passkeys/options'),
      await rig.ask(anna, 'POST', '/v1/session/passkeys', add),
      await rig.ask(anna, 'DELETE', '/v1/session/passkeys/1'),
    ])
      expect(problemOf(refused)).toBe('confirmation-required');
    expect(await keys.list(anna)).toHaveLength(1);
  });

  test('a user with a one-time password registers none', async () => {
    const current = await rig.make('Bruno', 'viewer');
    const bruno = await rig.signIn('Bruno', current);
    const refused = await rig.ask(bruno, 'POST', '/v1/session/passkeys/options');
    expect(problemOf(refused)).toBe('change-password');
  });

  test('the store takes none for a session that a reset has ended meanwhile, nor beside a one-time password', async () => {
    const { store } = rig.disk;
    const userId = (await store.findUser('Anna'))?.id ?? 0;
    const octets = new Uint8Array(32);
    const key = { credentialId: octets, handle: octets, publicKey: octets, counter: 0, transports: [] };
    const passkey = { ...key, userId, name: 'Late', createdAt: 0 };
    const actor = { id: 'user:1', name: 'Anna' };
    const note = { at: 0, actor, action: 'passkey.add', subject: 'user:Anna', detail: {} };
    const add = ({ cookie }: Browser) =>
      store.addPasskey({ passkey, session: sessionHashOf(cookie.split('=')[1] ?? ''), note, messages: [] });
    const reset = await rig.resets.reset('Anna', COMMAND_LINE);
    expect(await add(anna)).toEqual({ kind: 'ended' });
    const fresh = await rig.signIn('Anna', reset.kind === 'done' ? reset.password : '');
    expect(await add(fresh)).toEqual({ kind: 'ended' });
    expect(await store.passkeysOf(userId)).toEqual([]);
  });
});

test('a passkey enters again for five minutes, in the session that asked for it only', async () => {
  const key = await keys.registered(anna);
  const other = await rig.signIn('Anna');
  await rig.disk.clock.advance(6 * MINUTE);
  expect((await rig.ask(anna, 'GET', '/v1/session')).json().confirmed).toBe(false);
  const begun = await rig.ask(anna, 'POST', '/v1/session/passkey/confirm/options');
  expect(begun.json().publicKey.allowCredentials).toHaveLength(1);
  const body = { passkey: key.get(begun.json().publicKey) };
  const elsewhere = await rig.ask(other, 'POST', '/v1/session/passkey/confirm', { body });
  expect(problemOf(elsewhere)).toBe('sign-in-refused');
  expect((await rig.ask(anna, 'POST', '/v1/session/passkey/confirm', { body })).statusCode).toBe(204);
  expect((await rig.ask(anna, 'GET', '/v1/session')).json().confirmed).toBe(true);
  expect((await rig.ask(other, 'GET', '/v1/session')).json().confirmed).toBe(false);
});

test('whoever has no passkey can not confirm by one', async () => {
  expect(problemOf(await keys.confirm(anna, new SoftAuthenticator()))).toBe('not-found');
});

describe('beside the password', () => {
  const both = async (key: SoftAuthenticator, password = PASSWORD) => {
    const { options, cookie } = await keys.options();
    const payload = { name: 'Anna', password, passkey: key.get(options) };
    return rig.http.app.inject({ method: 'POST', url: '/v1/session', headers: { cookie }, payload });
  };

  test('a passkey stands for the code of the second factor', async () => {
    const key = await keys.registered(anna);
    await rig.enrol(anna);
    expect(problemOf(await rig.try('Anna'))).toBe('code-needed');
    expect((await both(key)).statusCode).toBe(200);
    const [begun] = (await rig.audit()).filter(({ action }) => action === 'session.begin');
    expect(begun).toMatchObject({ detail: { code: 'passkey', passkey: 1 } });
  });

  test("somebody else's passkey does not stand for the code, and a wrong password stays wrong", async () => {
    const key = await keys.registered(anna);
    const bruno = await keys.registered(await rig.user('Bruno', 'viewer'));
    await rig.enrol(anna);
    expect(problemOf(await both(bruno))).toBe('code-needed');
    expect(problemOf(await both(key, 'another sentence'))).toBe('sign-in-refused');
  });

  test('the wait after wrong passwords keeps no passkey out, and wrong passkeys make no password wait', async () => {
    const key = await keys.registered(anna);
    for (let n = 0; n < 3; n++) await rig.try('Anna', 'wrong', undefined, '192.0.2.66');
    expect((await rig.try('Anna', PASSWORD, undefined, '192.0.2.66')).statusCode).toBe(429);
    expect((await keys.signIn(key)).statusCode).toBe(200);
    for (let n = 0; n < 20; n++)
      expect((await keys.signIn(key, { origin: 'https://elsewhere.example' })).statusCode).toBe(401);
    expect((await rig.try('Anna')).statusCode).toBe(200);
    // The passkey did not end the wait at the address from which passwords were guessed.
    expect((await rig.try('Anna', PASSWORD, undefined, '192.0.2.66')).statusCode).toBe(429);
  });
});

test('a disabled user does not sign in by a passkey; enabled again, the user does', async () => {
  const bruno = await rig.user('Bruno', 'viewer');
  const key = await keys.registered(bruno);
  await rig.users.disable('Bruno', AS_ADMIN);
  expect((await keys.signIn(key)).statusCode).toBe(401);
  await rig.users.enable('Bruno', AS_ADMIN);
  expect((await keys.signIn(key)).statusCode).toBe(200);
});

test('a reset by an admin, and one on the machine, remove every passkey of the user', async () => {
  const bruno = await rig.user('Bruno', 'viewer');
  const key = await keys.registered(bruno);
  expect((await rig.ask(anna, 'POST', '/v1/users/bruno/reset')).statusCode).toBe(200);
  expect((await keys.signIn(key)).statusCode).toBe(401);
  const own = await keys.registered(anna);
  await rig.resets.reset('Anna', COMMAND_LINE);
  expect((await keys.signIn(own)).statusCode).toBe(401);
  // Also once the one-time password was changed.
  for (const id of [1, 2]) expect(await rig.disk.store.passkeysOf(id)).toEqual([]);
});

test('the user is told by SMS of a new passkey', async () => {
  const user = { roles: ['admin'], language: 'fr', phone: '+33639980011' as Msisdn } as const;
  await rig.users.replace('Anna', user, AS_ADMIN);
  await keys.registered(anna);
  expect(rig.sms.map(({ to, text }) => ({ to, text }))).toEqual([
    {
      to: '+33639980011',
      text: "Passerelle d'alerte : clé d'accès Phone ajoutée au compte Anna. Pas prévu ? Appelez un responsable.",
    },
  ]);
});
