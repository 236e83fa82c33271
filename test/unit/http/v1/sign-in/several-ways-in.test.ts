import { afterEach, beforeEach, expect, test } from 'vitest';
import { sessionAfterSignOn } from '../../../../../src/access/sign-in/oidc/session-after-sign-on.ts';
import { COMMAND_LINE } from '../../../../../src/access/tokens.ts';
import type { AuditActor } from '../../../../../src/domain/operation/audit.ts';
import { SoftAuthenticator } from '../../../../support/access/soft-authenticator.ts';
import { PasskeyRig, problemOf } from '../../../../support/http/passkey-rig.ts';
import { type Browser, PASSWORD, type SignInRig } from '../../../../support/http/sign-in-rig.ts';
import { SignOnRig } from '../../../../support/http/sign-on-rig.ts';

const HOUR_MS = 3_600_000;
const ISSUER = 'https://login.example/realms/city';
const bob: AuditActor = { id: 'user:99', name: 'Bob' };

let sso: SignOnRig;
let rig: SignInRig;
let keys: PasskeyRig;
beforeEach(async () => {
  // Nothing is asked of the provider here.
  sso = await SignOnRig.open({ issuer: ISSUER });
  rig = sso.rig;
  keys = new PasskeyRig(rig);
});
afterEach(() => sso.close());

const link = async (name: string, value: string) =>
  expect((await rig.identities().link(name, value, bob)).kind).toBe('done');

/** What happens once the provider has said who somebody is. Undefined: that one is nobody here. */
const signOn = async (value: string): Promise<Browser | undefined> => {
  const { store, clock } = rig.disk;
  const now = clock.now();
  const claimed = { issuer: ISSUER, claim: 'email', value, subject: `sub of ${value}` };
  const identity = await store.identityFor(claimed);
  const user = identity && (await store.getUser(identity.userId));
  if (user === undefined) return undefined;
  const from = { address: '127.0.0.1', peer: '127.0.0.1', browser: 'Firefox' };
  const { id, begun } = sessionAfterSignOn({
    user,
    claimed,
    authenticatedAt: now,
    code: undefined,
    now,
    from,
  });
  if ((await store.beginSignOn(begun)) !== 'done') return undefined;
  const cookie = `__Host-tocsin_session=${id}`;
  const { csrf } = (await rig.ask({ cookie, csrf: '' }, 'GET', '/v1/session')).json();
  return { cookie, csrf };
};
const signedOn = async (value: string): Promise<Browser> =>
  (await signOn(value)) ?? expect.fail('nobody was signed in');

test('a reset ends the link to a person of the provider too, so that nobody comes in by it afterwards', async () => {
  await rig.user('Carol', 'operator');
  await link('Carol', 'thief@prefecture.example');
  expect(await signOn('thief@prefecture.example')).toBeDefined();
  const reset = await rig.resets.reset('Carol', COMMAND_LINE);
  if (reset.kind !== 'done') expect.fail('she was not reset');
  const carol = await rig.signIn('Carol', reset.password);
  const body = { current: reset.password, new: PASSWORD };
  expect((await rig.ask(carol, 'POST', '/v1/session/password', { body })).statusCode).toBe(204);
  expect(await signOn('thief@prefecture.example')).toBeUndefined();
});

test('a disabled user is linked to nobody: the hold of 24 hours would be over before somebody enables the user', async () => {
  await rig.user('Carol', 'operator');
  const by = { version: undefined, by: COMMAND_LINE };
  await rig.users.disable('Carol', by);
  const refused = await rig.identities().link('Carol', 'bob@prefecture.example', bob);
  expect(refused).toEqual({ kind: 'unfit', why: 'is for a user who is disabled: enable the user first' });
  await rig.users.enable('Carol', by);
  await link('Carol', 'carol@prefecture.example');
});

test.each([
  ['ends', () => rig.identities().unlink('Carol', bob)],
  ['is replaced by another', () => rig.identities().link('Carol', 'carol@prefecture.example', bob)],
])('when a link %s, the passkeys end that were made since somebody came in by it', async (_what, change) => {
  const own = await keys.registered(await rig.user('Carol', 'operator'));
  await link('Carol', 'thief@prefecture.example');
  await rig.disk.clock.advance(1);
  const thiefs = await keys.registered(await signedOn('thief@prefecture.example'));
  await change();
  expect((await keys.signIn(thiefs)).statusCode).toBe(401);
  expect((await keys.signIn(own)).statusCode).toBe(200);
});

test('a link by which nobody came in takes no passkey with it', async () => {
  const carol = await rig.user('Carol', 'operator');
  await link('Carol', 'carol@prefecture.example');
  await rig.disk.clock.advance(1);
  const own = await keys.registered(carol);
  await rig.identities().unlink('Carol', bob);
  expect((await keys.signIn(own)).statusCode).toBe(200);
});

test('a user of single sign-on without a password registers a passkey, and signs in by it without the provider', async () => {
  await sso.linked('Anna', 'anna@prefecture.example');
  const anna = await signedOn('anna@prefecture.example');
  const key = await keys.registered(anna);
  expect((await keys.signIn(key)).statusCode).toBe(200);
  await rig.users.disable('Anna', { version: undefined, by: COMMAND_LINE });
  expect((await keys.signIn(key)).statusCode).toBe(401);
  expect((await rig.try('Anna', '')).statusCode).not.toBe(200);
});

test('nobody ends the passkey sign-in of all others, or sends floods of SMS, by registering again and again', async () => {
  const anna = await rig.user('Anna', 'viewer');
  const key = await keys.registered(anna);
  const answers: string[] = [];
  for (let n = 0; n < 25; n++) answers.push(problemOf(await keys.register(anna, key)));
  expect(answers.slice(0, 5)).toEqual(Array(5).fill('passkey-taken'));
  expect(answers.slice(-5)).toEqual(Array(5).fill('validation'));
  await rig.disk.clock.advance(HOUR_MS);
  await keys.registered(await rig.signIn('Anna'), new SoftAuthenticator());
});

test('a one-time password of more than 72 hours ago is no password of a session that began otherwise', async () => {
  const current = await rig.make('Carol', 'operator');
  await link('Carol', 'carol@prefecture.example');
  await rig.disk.clock.advance(72 * HOUR_MS);
  const carol = await signedOn('carol@prefecture.example');
  const changed = await rig.ask(carol, 'POST', '/v1/session/password', { body: { current, new: PASSWORD } });
  expect(problemOf(changed)).toBe('one-time-password-expired');
});
