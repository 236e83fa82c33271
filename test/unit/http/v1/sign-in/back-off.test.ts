import { afterEach, beforeEach, expect, test } from 'vitest';
import { ELSEWHERE, PASSWORD, SignInRig } from '../../../../support/http/sign-in-rig.ts';

let rig: SignInRig;
beforeEach(async () => {
  rig = await SignInRig.open();
});
afterEach(() => rig.close());

const HOME = '198.51.100.1';
const wrong = (name = 'Anna', address = ELSEWHERE) => rig.try(name, 'a wrong password', undefined, address);
const waitIn = (response: { headers: Record<string, unknown> }) => Number(response.headers['retry-after']);

/** Anna, who has signed in from home. */
const anna = async () => {
  const browser = await rig.user('Anna', 'operator');
  await rig.signIn('Anna', PASSWORD, undefined, HOME);
  return browser;
};

test('wrong passwords make the account wait for 1, 2, 4 … 60 s, and Retry-After says so', async () => {
  await anna();
  for (const seconds of [1, 2, 4, 8, 16, 32, 60, 60]) {
    expect((await wrong()).statusCode).toBe(401);
    const early = await wrong();
    expect([early.statusCode, waitIn(early)]).toEqual([429, seconds]);
    await rig.disk.clock.advance(seconds * 1000 - 1);
    expect((await wrong()).statusCode).toBe(429);
    await rig.disk.clock.advance(1);
  }
});

test('while an account waits, its right password from a new address waits too', async () => {
  await anna();
  await wrong();
  expect((await rig.try('Anna', PASSWORD, undefined, '203.0.113.9')).statusCode).toBe(429);
  await rig.disk.clock.advance(1000);
  expect((await rig.try('Anna', PASSWORD, undefined, '203.0.113.9')).statusCode).toBe(200);
});

test('a flood from elsewhere keeps no officer out of an address from which they signed in within 30 days', async () => {
  await anna();
  await rig.disk.clock.advance(29 * 86_400_000);
  for (let times = 0; times < 8; times++) {
    await wrong();
    await rig.disk.clock.advance(waitIn(await wrong()) * 1000);
  }
  await wrong();
  expect((await rig.try('Anna', PASSWORD, undefined, HOME)).statusCode).toBe(200);
  await wrong();
  await rig.disk.clock.advance(31 * 86_400_000);
  await wrong();
  expect((await rig.try('Anna', PASSWORD, undefined, HOME)).statusCode).toBe(429);
});

test('a flood against other accounts through the same address keeps no officer out who signed in from there', async () => {
  await anna();
  await wrong('Bruno', HOME);
  expect((await rig.try('Carla', PASSWORD, undefined, HOME)).statusCode).toBe(429);
  expect((await rig.try('Anna', PASSWORD, undefined, HOME)).statusCode).toBe(200);
});

test('a known address waits for its own wrong passwords', async () => {
  await anna();
  await wrong('Anna', HOME);
  expect((await rig.try('Anna', PASSWORD, undefined, HOME)).statusCode).toBe(429);
});

test('the right code of a second factor passes the wait of the account from any address', async () => {
  const { secret } = await rig.enrol(await anna());
  await rig.disk.clock.advance(60_000);
  await wrong();
  const code = rig.codeNow(secret);
  expect((await rig.try('Anna', PASSWORD, undefined, '203.0.113.9')).statusCode).toBe(429);
  expect((await rig.try('Anna', PASSWORD, '000000', '203.0.113.9')).statusCode).toBe(429);
  expect((await rig.try('Anna', PASSWORD, code, '203.0.113.9')).statusCode).toBe(200);
});

test('while an account waits, few codes can be guessed; a recovery code, which nobody can guess, is always taken', async () => {
  const { secret, recovery } = await rig.enrol(await anna());
  await rig.disk.clock.advance(60_000);
  await wrong();
  for (let times = 0; times < 3; times++) {
    expect((await rig.try('Anna', PASSWORD, '000000', '203.0.113.9')).statusCode).toBe(429);
  }
  expect((await rig.try('Anna', PASSWORD, rig.codeNow(secret), '203.0.113.9')).statusCode).toBe(429);
  expect((await rig.try('Anna', PASSWORD, recovery[0], '203.0.113.9')).statusCode).toBe(200);
});

test('an address that fails with many names waits, whatever the name', async () => {
  await anna();
  await wrong('Bruno');
  expect((await wrong('Carla')).statusCode).toBe(429);
  expect((await wrong('Carla', '203.0.113.9')).statusCode).toBe(401);
});

test('an unknown name, a disabled user and a user without a password get the same answer as a wrong password', async () => {
  await anna();
  const bare = { roles: ['viewer'], language: 'fr', phone: undefined } as const;
  await rig.users.create('Bare', bare, { id: 'cli', name: 'cli' });
  await rig.make('Gone', 'viewer');
  await rig.users.disable('Gone', { version: undefined, by: { id: 'cli', name: 'cli' } });
  const answers = [];
  for (const [index, name] of ['Anna', 'Nobody', 'Bare', 'Gone'].entries()) {
    const { statusCode, body, headers } = await wrong(name, `203.0.113.${index}`);
    const { instance: _, ...said } = JSON.parse(body);
    answers.push([statusCode, said, headers['content-type']]);
  }
  expect(answers[0]?.[0]).toBe(401);
  for (const one of answers) expect(one).toEqual(answers[0]);
});

test('wrong sign-ins are counted, and five a minute for each user are in the audit log, without what was typed', async () => {
  await anna();
  rig.outcomes.length = 0;
  for (const seconds of [1, 2, 4, 8, 16, 32, 60]) {
    await rig.try('my password, typed as name', 'a wrong password', undefined, ELSEWHERE);
    await rig.disk.clock.advance(seconds * 1000);
  }
  await wrong('Anna', '203.0.113.9');
  await wrong('Anna', '203.0.113.9');
  expect(rig.outcomes).toEqual([...Array.from({ length: 8 }, () => 'wrong'), 'waits']);
  const audit = await rig.audit();
  const refused = audit.filter(({ action }) => action === 'session.refused').reverse();
  const [unknown, known] = [
    { address: ELSEWHERE, what: 'password' },
    { address: '203.0.113.9', what: 'password' },
  ];
  expect(refused.map(({ subject, detail }) => [subject, detail])).toEqual([
    ...Array.from({ length: 5 }, () => ['user', unknown]),
    // The sixth came within the same minute.
    ['user', { ...unknown, notWritten: 1 }],
    ['user:Anna', known],
  ]);
  expect(JSON.stringify(audit)).not.toContain('typed as name');
});

test('of many tries at the same moment, one is checked, and the others wait as if they had come after it', async () => {
  // So slow that all of them are there before the first is checked.
  await rig.close();
  rig = await SignInRig.open({}, undefined, undefined, 32_768);
  await anna();
  const addresses = [1, 2, 3, 4, 5].map((index) => `203.0.113.${index}`);
  const answers = await Promise.all(addresses.map((address) => wrong('Anna', address)));
  expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([401, 429, 429, 429, 429]);
});
