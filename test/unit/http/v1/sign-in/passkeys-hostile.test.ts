import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { COMMAND_LINE } from '../../../../../src/access/tokens.ts';
import type { Msisdn } from '../../../../../src/domain/messages/msisdn.ts';
import { SoftAuthenticator, type Twist } from '../../../../support/access/soft-authenticator.ts';
import { PasskeyRig, problemOf } from '../../../../support/http/passkey-rig.ts';
import { type Browser, SignInRig } from '../../../../support/http/sign-in-rig.ts';

const MINUTE = 60_000;
const AS_ADMIN = { version: undefined, by: COMMAND_LINE };

let rig: SignInRig;
let keys: PasskeyRig;
let anna: Browser;
let bruno: Browser;
let users = 0;
/** Each test has users of its own: a store of its own would take most of its time. */
let name: string;
beforeAll(async () => {
  rig = await SignInRig.open();
  keys = new PasskeyRig(rig);
});
beforeEach(async () => {
  // So that what is bounded by the minute is free again.
  await rig.disk.clock.advance(MINUTE);
  name = `Anna ${++users}`;
  anna = await rig.user(name, 'admin');
  bruno = await rig.user(`Bruno ${users}`, 'viewer');
});
afterAll(() => rig.close());

const spoilt = (signature: Buffer): Buffer => Buffer.concat([signature.subarray(0, -4), Buffer.alloc(4)]);

/** What is wrong with both a new passkey and one that is used. */
const twists: readonly (readonly [string, Twist])[] = [
  ['of another origin', { origin: 'https://tocsin.example.org.evil.example' }],
  ['of another port of the same host', { origin: 'https://tocsin.example.org:8443' }],
  ['without TLS', { origin: 'http://tocsin.example.org' }],
  ['for another host', { rpId: 'evil.example' }],
  ['to a challenge that is not ours', { challenge: Buffer.alloc(54, 7).toString('base64url') }],
  ['to no challenge', { challenge: '' }],
  ['without the user being verified', { notVerified: true }],
  ['without the user being there', { notPresent: true }],
  ['from a frame of another site', { crossOrigin: true }],
];

describe('a new passkey is refused', () => {
  test.each([...twists, ['that was made by using another', { type: 'webauthn.get' }] as const])(
    '%s',
    async (_what, twist) => {
      const refused = await keys.register(anna, new SoftAuthenticator(), 'Phone', twist);
      expect(problemOf(refused)).toBe('validation');
      expect(refused.json().errors).toEqual([{ path: 'passkey', message: expect.any(String) }]);
      expect(await keys.list(anna)).toEqual([]);
      expect((await rig.audit())[0]).toMatchObject({ action: 'session.refused', subject: `user:${name}` });
    },
  );

  test('twice for one challenge, after five minutes, and in another session', async () => {
    const options = await keys.offer(anna);
    const send = (browser: Browser, key = new SoftAuthenticator()) =>
      rig.ask(browser, 'POST', '/v1/session/passkeys', {
        body: { name: 'Key', passkey: key.create(options) },
      });
    expect((await send(await rig.signIn(name))).statusCode).toBe(422);
    expect((await send(bruno)).statusCode).toBe(422);
    expect((await send(anna)).statusCode).toBe(201);
    expect((await send(anna)).statusCode).toBe(422);
    const late = new SoftAuthenticator().create(await keys.offer(anna));
    await rig.disk.clock.advance(5 * MINUTE);
    const { cookie, csrf } = await rig.signIn(name);
    const body = { name: 'Late', passkey: late };
    expect((await rig.ask({ cookie, csrf }, 'POST', '/v1/session/passkeys', { body })).statusCode).toBe(422);
  });

  test('that another user has', async () => {
    const key = await keys.registered(anna);
    expect(problemOf(await keys.register(bruno, key))).toBe('passkey-taken');
  });

  test('with a key that is so large that each sign-in would be slow', async () => {
    const publicKey = new Map<number, number | Buffer>([
      [1, 3],
      [3, -257],
      [-1, Buffer.alloc(1024, 0xff)],
      [-2, Buffer.from([1, 0, 1])],
    ]);
    const refused = await keys.register(anna, new SoftAuthenticator(), 'Key', { publicKey });
    expect(problemOf(refused)).toBe('validation');
  });

  test.each([
    ['no CBOR', 'AAAA'],
    ['a list that says it has 4 billion elements', 'mv____8'],
    ['lists in one another, as deep as fits', Buffer.alloc(24_000, 0x81).toString('base64url')],
    ['more than may come', 'A'.repeat(40_000)],
  ])('with an attestation that is %s', async (_what, attestationObject) => {
    const passkey = new SoftAuthenticator().create(await keys.offer(anna));
    const body = {
      name: 'Key',
      passkey: { ...passkey, response: { ...passkey.response, attestationObject } },
    };
    expect((await rig.ask(anna, 'POST', '/v1/session/passkeys', { body })).statusCode).toBe(422);
  });
});

test('certificates of an attestation are not looked at, so nothing is fetched from where they say', async () => {
  const fetched = vi.spyOn(globalThis, 'fetch').mockRejectedValue(new Error('fetched'));
  const attStmt = new Map<string, unknown>([
    ['alg', -7],
    ['sig', Buffer.alloc(70)],
    ['x5c', [Buffer.alloc(300)]],
  ]);
  const made = await keys.register(anna, new SoftAuthenticator(), 'Key', {
    attestation: { fmt: 'packed', attStmt },
  });
  expect(made.statusCode).toBe(201);
  expect(fetched).not.toHaveBeenCalled();
  fetched.mockRestore();
});

describe('a sign-in by a passkey is refused', () => {
  test.each([
    ...twists,
    ['that answers as if it were new', { type: 'webauthn.create' }] as const,
    ['for another user than its own', { handle: Buffer.alloc(32).toString('base64url') }] as const,
    ['with a signature that was changed', { signature: spoilt }] as const,
    ['with a signature of nothing', { signature: () => Buffer.alloc(0) }] as const,
  ])('%s', async (_what, twist) => {
    const key = await keys.registered(anna);
    const refused = await keys.signIn(key, twist);
    expect(problemOf(refused)).toBe('sign-in-refused');
    expect(refused.headers['set-cookie']).toBeUndefined();
    expect((await rig.audit())[0]).toMatchObject({ action: 'session.refused', subject: `user:${name}` });
    expect((await keys.signIn(key)).statusCode).toBe(200);
  });

  test('twice for one challenge, also at the same moment, and after five minutes', async () => {
    const key = await keys.registered(anna);
    const { options, cookie } = await keys.options();
    const both = await Promise.all([1, 2].map(() => keys.send(key.get(options), cookie)));
    expect(both.map(({ statusCode }) => statusCode).sort()).toEqual([200, 401]);
    expect((await keys.send(key.get(options), cookie)).statusCode).toBe(401);
    const late = await keys.options();
    await rig.disk.clock.advance(5 * MINUTE);
    expect((await keys.send(key.get(late.options), late.cookie)).statusCode).toBe(401);
  });

  test('without the cookie that came with the challenge, and with that of somebody else', async () => {
    const key = await keys.registered(anna);
    const { options } = await keys.options();
    const other = await keys.options();
    expect((await keys.send(key.get(options), undefined)).statusCode).toBe(401);
    expect((await keys.send(key.get(options), other.cookie)).statusCode).toBe(401);
  });

  test('by a passkey that nobody has registered, with the same answer as any other', async () => {
    const key = await keys.registered(anna);
    const stranger = new SoftAuthenticator();
    stranger.handle = key.handle;
    const unknown = (await keys.signIn(stranger)).json();
    const wrong = (await keys.signIn(key, { notVerified: true })).json();
    expect({ ...unknown, requestId: '', instance: '' }).toEqual({ ...wrong, requestId: '', instance: '' });
  });

  test('by the key of another user under the id of a passkey', async () => {
    const key = await keys.registered(anna);
    const thief = await keys.registered(bruno);
    const { options, cookie } = await keys.options();
    const { response } = thief.get(options, { handle: key.handle ?? null });
    expect((await keys.send({ ...key.get(options), response }, cookie)).statusCode).toBe(401);
  });

  test('with fields that are larger than any authenticator makes', async () => {
    const key = await keys.registered(anna);
    const { options, cookie } = await keys.options();
    const answer = key.get(options);
    for (const field of ['clientDataJSON', 'authenticatorData', 'signature', 'userHandle']) {
      const response = { ...answer.response, [field]: 'A'.repeat(5000) };
      const refused = await keys.send({ ...answer, response }, cookie);
      expect(refused.statusCode).toBe(422);
      expect(refused.json().errors[0].path).toBe(`passkey.response.${field}`);
    }
  });

  test('that a page of another site sends, and so are its options', async () => {
    const headers = { origin: 'https://elsewhere.example', host: 'tocsin.example.org' };
    for (const url of ['/v1/session/passkey/options', '/v1/session/passkey']) {
      const refused = await rig.http.app.inject({ method: 'POST', url, headers, payload: {} });
      expect(problemOf(refused)).toBe('foreign-origin');
    }
  });
});

test('a confirmation takes no passkey of another user, and no challenge of a sign-in', async () => {
  const key = await keys.registered(anna);
  await keys.registered(bruno);
  expect(problemOf(await keys.confirm(bruno, key))).toBe('sign-in-refused');
  expect((await rig.audit())[0]).toMatchObject({ detail: { what: 'passkey of somebody else' } });
  const { options } = await keys.options();
  const body = { passkey: key.get(options) };
  expect((await rig.ask(anna, 'POST', '/v1/session/passkey/confirm', { body })).statusCode).toBe(401);
});

describe('a count of signatures that goes back', () => {
  test('is refused, audited, shown and told by SMS once; the passkey itself goes on', async () => {
    const user = { roles: ['admin'], language: 'en', phone: '+33639980011' as Msisdn } as const;
    await rig.users.replace(name, user, AS_ADMIN);
    const key = await keys.registered(anna, new SoftAuthenticator('ES256', { counts: true }));
    expect((await keys.signIn(key)).statusCode).toBe(200);
    rig.sms.length = 0;
    for (const counter of [1, 2, 0]) expect((await keys.signIn(key, { counter })).statusCode).toBe(401);
    expect(rig.sms.map(({ text }) => text)).toEqual([
      `Alert gateway: a copy of the passkey Phone of ${name} was refused. Remove it and call your manager.`,
    ]);
    const copied = (await rig.audit()).filter(({ action }) => action === 'passkey.copied');
    expect(copied).toMatchObject([{ subject: `user:${name}`, detail: { passkey: expect.any(Number) } }]);
    expect((await keys.list(anna))[0].copyRefusedAt).toMatch(/^2/);
    expect((await keys.signIn(key)).statusCode).toBe(200);
  });

  test('in an answer with a wrong signature accuses nobody: whoever knows the id could send it', async () => {
    const key = await keys.registered(anna, new SoftAuthenticator('ES256', { counts: true }));
    await keys.signIn(key);
    await keys.signIn(key, { counter: 0, signature: spoilt });
    expect((await keys.list(anna))[0].copyRefusedAt).toBeNull();
  });
});

test('strangers begin as many sign-ins as they like, and nobody else is kept out by them', async () => {
  const key = await keys.registered(anna);
  const { options, cookie } = await keys.options();
  for (let n = 0; n < 500; n++) await keys.options();
  expect((await keys.send(key.get(options), cookie)).statusCode).toBe(200);
});
