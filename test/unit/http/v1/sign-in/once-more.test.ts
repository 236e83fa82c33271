import { afterEach, beforeEach, expect, test } from 'vitest';
import { bearer } from '../../../../support/http/http-rig.ts';
import { type Browser, PASSWORD, SignInRig } from '../../../../support/http/sign-in-rig.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let rig: SignInRig;
beforeEach(async () => {
  rig = await SignInRig.open();
});
afterEach(() => rig.close());

const problemOf = (response: { json(): { type: string } }) => response.json().type.replace(/^.*:/, '');
const refusals = async () => (await rig.audit()).filter(({ action }) => action === 'api.refuse');
const get = (browser: Browser, url: string) => rig.ask(browser, 'GET', url);

test('the end of an alert wants the password once more, and its dry run does not', async () => {
  const anna = await rig.user('Anna', 'operator');
  await rig.disk.clock.advance(6 * MINUTE);
  expect(problemOf(await rig.ask(anna, 'POST', '/v1/alerts/1/end'))).toBe('confirmation-required');
  const dry = await rig.ask(anna, 'POST', '/v1/alerts/1/end?dryRun=true');
  expect(dry.statusCode).not.toBe(403);
});

test('the CSV of a report, which has people, wants the password once more, and the page does not', async () => {
  const anna = await rig.user('Anna', 'viewer');
  await rig.disk.clock.advance(6 * MINUTE);
  for (const of of ['messages', 'notReached'])
    expect(problemOf(await get(anna, `/v1/alerts/1/report?format=csv&of=${of}`))).toBe(
      'confirmation-required',
    );
  expect((await get(anna, '/v1/alerts/1/report')).statusCode).not.toBe(403);
  await rig.ask(anna, 'POST', '/v1/session/confirm', { body: { password: PASSWORD } });
  expect((await get(anna, '/v1/alerts/1/report?format=csv')).statusCode).not.toBe(403);
});

test('what lacks the password or the CSRF token is counted, and noted in the audit log with who asked', async () => {
  const anna = await rig.user('Anna', 'admin');
  await rig.disk.clock.advance(6 * MINUTE);
  await rig.ask(anna, 'POST', '/v1/webhooks');
  await rig.ask(anna, 'POST', '/v1/alerts/1/end');
  await rig.ask({ ...anna, csrf: 'forged' }, 'POST', '/v1/webhooks');
  expect(rig.http.refused).toEqual(['confirmation', 'confirmation', 'csrf']);
  expect((await refusals()).map(({ subject, detail }) => ({ subject, detail }))).toEqual([
    { subject: 'api:POST /v1/webhooks', detail: expect.objectContaining({ problem: 'wrong-csrf-token' }) },
    {
      subject: 'api:POST /v1/alerts/:id/end',
      detail: expect.objectContaining({ problem: 'confirmation-required' }),
    },
    {
      subject: 'api:POST /v1/webhooks',
      detail: expect.objectContaining({ problem: 'confirmation-required' }),
    },
  ]);
});

test('a flood of forged requests leaves twenty entries a minute, whatever is forged', async () => {
  const anna = await rig.user('Anna', 'admin');
  for (let n = 0; n < 40; n++) await rig.ask({ ...anna, csrf: 'forged' }, 'POST', '/v1/webhooks');
  expect(await refusals()).toHaveLength(20);
  expect(rig.http.refused).toHaveLength(40);
});

test('the octets of messages set aside are shown only to admins who ask, with the password, and it is noted', async () => {
  const viewer = await rig.user('Vera', 'viewer');
  const [first] = (await get(viewer, '/v1/inbox/aside')).json().items;
  expect(first).toMatchObject({ from: '1155', evidence: null });
  expect(problemOf(await get(viewer, '/v1/inbox/aside?unmasked=true'))).toBe('forbidden');
  const anna = await rig.user('Anna', 'admin');
  expect((await get(anna, '/v1/inbox/aside')).json().items).toMatchObject([{ evidence: null }]);
  expect((await get(anna, '/v1/inbox/aside?unmasked=true')).json().items).toMatchObject([
    { evidence: '0791' },
  ]);
  expect((await rig.audit()).map(({ action }) => action)).toContain('inbox.unmasked');
  await rig.disk.clock.advance(6 * MINUTE);
  expect(problemOf(await get(anna, '/v1/inbox/aside?unmasked=true'))).toBe('confirmation-required');
  const token = await rig.tokens.create('laptop', 'viewer', { id: 2, name: 'Anna' });
  const asked = { url: '/v1/inbox/aside?unmasked=true', headers: bearer(token) };
  expect(problemOf(await rig.http.app.inject(asked))).toBe('forbidden');
});

test('a one-time password lets nobody in after 72 hours, says so, and a new one does', async () => {
  const old = await rig.make('Anna', 'operator');
  await rig.disk.clock.advance(72 * HOUR - 1);
  expect((await rig.try('Anna', old)).statusCode).toBe(200);
  await rig.disk.clock.advance(1);
  const refused = await rig.try('Anna', old);
  expect([refused.statusCode, problemOf(refused)]).toEqual([401, 'one-time-password-expired']);
  expect(problemOf(await rig.try('Anna', 'not the password'))).toBe('sign-in-refused');
  await rig.disk.clock.advance(MINUTE);
  const reset = await rig.resets.reset('Anna', { id: 'cli', name: 'the command line' });
  expect((await rig.try('Anna', 'password' in reset ? reset.password : '')).statusCode).toBe(200);
});

test('a password that its user has chosen has no such end', async () => {
  await rig.user('Anna', 'operator');
  await rig.disk.clock.advance(1000 * HOUR);
  expect((await rig.try('Anna')).statusCode).toBe(200);
});
