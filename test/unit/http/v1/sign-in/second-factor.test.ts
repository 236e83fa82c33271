import { afterEach, beforeEach, expect, test } from 'vitest';
import { COMMAND_LINE } from '../../../../../src/access/tokens.ts';
import { type Browser, PASSWORD, SignInRig } from '../../../../support/http/sign-in-rig.ts';

let rig: SignInRig;
let anna: Browser;
beforeEach(async () => {
  rig = await SignInRig.open();
  anna = await rig.user('Anna', 'admin');
});
afterEach(() => rig.close());

const STEP = 30_000;
const problemOf = (response: { json(): { type: string } }) => response.json().type.replace(/^.*:/, '');

test('a second factor counts once a first code is entered; its secret is shown once, as an app reads it', async () => {
  const offered = (await rig.ask(anna, 'POST', '/v1/session/second-factor')).json();
  expect(offered.secret).toMatch(/^[A-Z2-7]{32}$/);
  expect(offered.uri).toBe(`otpauth://totp/Tocsin:Anna?secret=${offered.secret}&issuer=Tocsin`);
  const early = { body: { code: '000000' } };
  const wrong = await rig.ask(anna, 'POST', '/v1/session/second-factor/confirm', early);
  expect(problemOf(wrong)).toBe('sign-in-refused');
  expect((await rig.try('Anna')).statusCode).toBe(200);
  await rig.disk.clock.advance(1000);
  const { recovery } = await rig.enrol(anna);
  expect(recovery).toHaveLength(10);
  expect(new Set(recovery).size).toBe(10);
  expect(problemOf(await rig.try('Anna'))).toBe('code-needed');
  expect(problemOf(await rig.ask(anna, 'POST', '/v1/session/second-factor'))).toBe('second-factor-on');
  expect((await rig.ask(anna, 'GET', '/v1/session')).json()).toMatchObject({
    secondFactor: true,
    recoveryCodesLeft: 10,
  });
});

test('a code is taken one step early or late, and each step once', async () => {
  const { secret } = await rig.enrol(anna);
  await rig.disk.clock.advance(10 * STEP);
  const statusOf = async (steps: number) =>
    (await rig.try('Anna', PASSWORD, rig.codeNow(secret, steps), '203.0.113.1')).statusCode;
  for (const far of [-2, 2]) {
    expect(await statusOf(far)).toBe(401);
    await rig.disk.clock.advance(10 * STEP);
  }
  expect(await statusOf(-1)).toBe(200);
  expect(await statusOf(0)).toBe(200);
  expect(await statusOf(0)).toBe(401);
  await rig.disk.clock.advance(STEP);
  expect(await statusOf(-1)).toBe(401);
  await rig.disk.clock.advance(10 * STEP);
  expect(await statusOf(1)).toBe(200);
});

test('the code with which the second factor was confirmed can not be used again', async () => {
  const { secret } = await rig.enrol(anna);
  expect((await rig.try('Anna', PASSWORD, rig.codeNow(secret))).statusCode).toBe(401);
});

test('two sign-ins at the same moment with the same code begin one session', async () => {
  const { secret, recovery } = await rig.enrol(anna);
  await rig.disk.clock.advance(2 * STEP);
  for (const code of [rig.codeNow(secret), recovery[0]]) {
    const both = await Promise.all([1, 2].map(() => rig.try('Anna', PASSWORD, code)));
    expect(both.map(({ statusCode }) => statusCode).sort()).toEqual([200, 401]);
    await rig.disk.clock.advance(2 * STEP);
  }
});

test('a recovery code stands once for a code of the app, however it is typed', async () => {
  const { recovery } = await rig.enrol(anna);
  const [first = '', second = ''] = recovery;
  expect((await rig.try('Anna', PASSWORD, ` ${first.toUpperCase().replaceAll('-', ' ')}`)).statusCode).toBe(
    200,
  );
  expect((await rig.try('Anna', PASSWORD, first)).statusCode).toBe(401);
  await rig.disk.clock.advance(STEP);
  expect((await rig.try('Anna', PASSWORD, second)).statusCode).toBe(200);
  expect((await rig.ask(anna, 'GET', '/v1/session')).json().recoveryCodesLeft).toBe(8);
});

test('a wrong code with the right password makes the account wait, as a wrong password does', async () => {
  await rig.enrol(anna);
  expect((await rig.try('Anna', PASSWORD, '000000')).statusCode).toBe(401);
  expect((await rig.try('Anna', PASSWORD)).statusCode).toBe(429);
});

test('a reset on the machine gives a one-time password, ends the sessions and removes the second factor', async () => {
  await rig.enrol(anna);
  const reset = await rig.resets.reset('ANNA', COMMAND_LINE);
  if (reset.kind !== 'done') throw new Error(reset.kind);
  expect((await rig.ask(anna, 'GET', '/v1/session')).statusCode).toBe(401);
  expect((await rig.try('Anna', PASSWORD)).statusCode).toBe(401);
  await rig.disk.clock.advance(STEP);
  expect((await rig.try('Anna', reset.password)).json()).toMatchObject({
    mustChangePassword: true,
    secondFactor: false,
    recoveryCodesLeft: 0,
  });
});

test('an admin who has entered the password lately resets a user, who must change what the admin has seen', async () => {
  const bruno = await rig.user('Bruno', 'viewer');
  const reset = await rig.ask(anna, 'POST', '/v1/users/bruno/reset');
  expect(reset.json()).toEqual({ name: 'Bruno', oneTimePassword: expect.stringMatching(/^[a-z2-9-]{19}$/) });
  expect(reset.headers['cache-control']).toBe('no-store');
  expect((await rig.ask(bruno, 'GET', '/v1/session')).statusCode).toBe(401);
  expect((await rig.try('Bruno', reset.json().oneTimePassword)).json().mustChangePassword).toBe(true);
  expect((await rig.ask(anna, 'POST', '/v1/users/nobody/reset')).statusCode).toBe(404);
  await rig.disk.clock.advance(6 * 60_000);
  expect(problemOf(await rig.ask(anna, 'POST', '/v1/users/bruno/reset'))).toBe('confirmation-required');
});

test('the second factor is turned off by whoever has entered the password or a code lately', async () => {
  await rig.enrol(anna);
  await rig.disk.clock.advance(6 * 60_000);
  expect(problemOf(await rig.ask(anna, 'DELETE', '/v1/session/second-factor'))).toBe('confirmation-required');
  await rig.ask(anna, 'POST', '/v1/session/confirm', { body: { password: PASSWORD } });
  expect((await rig.ask(anna, 'DELETE', '/v1/session/second-factor')).statusCode).toBe(204);
  expect((await rig.try('Anna')).statusCode).toBe(200);
});

test('the password or a code entered again counts for five minutes; wrong ones make the session wait', async () => {
  const { secret } = await rig.enrol(anna);
  const confirmed = async () => (await rig.ask(anna, 'GET', '/v1/session')).json().confirmed;
  const confirm = (body: object) => rig.ask(anna, 'POST', '/v1/session/confirm', { body });
  expect(await confirmed()).toBe(true);
  for (const entered of [() => ({ password: PASSWORD }), () => ({ code: rig.codeNow(secret) })]) {
    await rig.disk.clock.advance(5 * 60_000);
    expect(await confirmed()).toBe(false);
    expect((await confirm(entered())).statusCode).toBe(204);
    expect(await confirmed()).toBe(true);
  }
  const again = await confirm({ code: rig.codeNow(secret) });
  expect(problemOf(again)).toBe('sign-in-refused');
  const waits = await confirm({ password: PASSWORD });
  expect([waits.statusCode, waits.headers['retry-after']]).toEqual([429, '1']);
  await rig.disk.clock.advance(1000);
  expect((await confirm({ password: PASSWORD })).statusCode).toBe(204);
  expect((await confirm({})).statusCode).toBe(422);
});
