import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { type Browser, PASSWORD, SignInRig } from '../../../../support/http/sign-in-rig.ts';

// What comes at the same moment must find the first password still being checked.
beforeAll(() => {
  vi.stubEnv('TOCSIN_TEST_TRUE_HASHES', 'yes');
});
afterAll(() => {
  vi.unstubAllEnvs();
});

let rig: SignInRig;
let anna: Browser;
beforeEach(async () => {
  rig = await SignInRig.open();
  anna = await rig.user('Anna', 'admin');
});
afterEach(() => rig.close());

const MINUTE_MS = 60_000;
const wrongCodes = Array.from({ length: 30 }, (_, index) => String(index).padStart(6, '0'));

test('of many codes that are tried with the right password at the same moment, three are compared at most', async () => {
  await rig.close();
  // Long enough that all the others come while the first password is checked.
  rig = await SignInRig.open({}, undefined, undefined, 2 ** 15);
  anna = await rig.user('Anna', 'admin');
  const { secret } = await rig.enrol(anna);
  await rig.disk.clock.advance(10 * MINUTE_MS);
  const tries = [...wrongCodes, rig.codeNow(secret)];
  const answers = await Promise.all(tries.map((code) => rig.try('Anna', PASSWORD, code, '203.0.113.9')));
  expect(answers.map(({ statusCode }) => statusCode)).not.toContain(200);
});

test('codes that are tried by many addresses at the same moment are bounded for the account', async () => {
  const { secret } = await rig.enrol(anna);
  await rig.disk.clock.advance(10 * MINUTE_MS);
  const tries = [...wrongCodes, rig.codeNow(secret)];
  const answers = await Promise.all(
    tries.map((code, index) => rig.try('Anna', PASSWORD, code, `203.0.113.${index}`)),
  );
  expect(answers.map(({ statusCode }) => statusCode)).not.toContain(200);
});

test('codes that others try do not keep the user out, who has the right one', async () => {
  const { secret } = await rig.enrol(anna);
  await rig.disk.clock.advance(10 * MINUTE_MS);
  for (let index = 0; index < 40; index++) {
    await rig.try('Anna', 'not her password', wrongCodes[index % 30], `203.0.113.${index}`);
  }
  // At an address of hers, nobody else makes her wait.
  expect((await rig.try('Anna', PASSWORD, rig.codeNow(secret))).statusCode).toBe(200);
});

test('of many codes that a session enters again at the same moment, one is compared', async () => {
  const { secret } = await rig.enrol(anna);
  await rig.disk.clock.advance(10 * MINUTE_MS);
  const tries = [...wrongCodes, rig.codeNow(secret)];
  const answers = await Promise.all(
    tries.map((code) => rig.ask(anna, 'POST', '/v1/session/confirm', { body: { code } })),
  );
  expect(answers.map(({ statusCode }) => statusCode)).not.toContain(204);
});

test('one user who enters the password again and again takes the turns of nobody else', async () => {
  await rig.close();
  // Long enough that more come than may wait, also on a busy machine.
  rig = await SignInRig.open({}, undefined, undefined, 2 ** 15);
  const mallory = await rig.user('Mallory', 'viewer');
  await rig.user('Carol', 'viewer');
  const flood = Array.from({ length: 100 }, () =>
    rig.ask(mallory, 'POST', '/v1/session/confirm', { body: { password: PASSWORD } }),
  );
  const carol = rig.try('Carol');
  expect((await carol).statusCode).toBe(200);
  const answers = await Promise.all(flood);
  expect(answers.filter(({ statusCode }) => statusCode === 503).length).toBeGreaterThan(0);
});
