import { afterEach, beforeEach, expect, test } from 'vitest';
import { AlertRig } from '../../../support/alerts/alert-rig.ts';
import { PreparationRig } from '../../../support/alerts/preparation-rig.ts';
import { numberOf } from '../../../support/store/messages.ts';

let rig: AlertRig;
let http: PreparationRig;
let scenario: number;
beforeEach(async () => {
  rig = await AlertRig.start({ recentlyAlerted: 600_000 });
  http = PreparationRig.on(rig.disk, rig.service);
  scenario = await http.make('/v1/scenarios', {
    name: 'crue',
    kind: 'live',
    content: { defaultLanguage: 'fr', variants: [{ language: 'fr', text: 'Crue : montez.' }] },
    audience: { include: [{ numbers: [numberOf(0)] }] },
  });
  await http.ask('approver', 'POST', `/v1/scenarios/${scenario}/approve`);
});
afterEach(async () => {
  await http.app.close();
  await rig.remove();
});

const launch = (body: object = {}, headers: Record<string, string> = {}) =>
  http.ask('operator', 'POST', `/v1/scenarios/${scenario}/launch`, body, headers);
const statesOf = async () =>
  (await rig.disk.store.listAlerts(undefined, { limit: 100, cursor: undefined })).items.map(
    ({ state }) => state,
  );

test('a scenario launched twice goes out once, and the second answer names the alert', async () => {
  const first = (await launch()).json();
  const second = await launch();
  expect(second.statusCode).toBe(409);
  expect(second.json()).toMatchObject({
    type: 'urn:tocsin:problem:recently-alerted',
    alert: first.id,
    alertTitle: 'crue',
    launchedAt: first.launched.at,
    launchedBy: 'the operator',
    detail: expect.stringContaining('"again": true'),
  });
});

test('a scenario launched by two requests at the same instant goes out once', async () => {
  const answers = await Promise.all([launch(), launch(), launch()]);
  expect(answers.map(({ statusCode }) => statusCode).toSorted()).toEqual([202, 409, 409]);
  // No alert stays behind that somebody could launch by mistake.
  expect((await statesOf()).toSorted()).toEqual(['rejected', 'rejected', 'sending']);
});

test('again launches the scenario once more', async () => {
  await launch();
  expect((await launch({ again: true })).statusCode).toBe(202);
});

test('a retry with the same Idempotency-Key finds the alert and is not refused', async () => {
  const key = { 'idempotency-key': 'k-1' };
  const first = await launch({}, key);
  const retry = await launch({}, key);
  expect([retry.statusCode, retry.json().id]).toEqual([202, first.json().id]);
});

test('an exercise of a scenario holds no live launch of it', async () => {
  await launch({ exercise: true });
  expect((await launch()).statusCode).toBe(202);
});

test('a draft to the same audience with the same text as the launched scenario is refused, and again passes', async () => {
  await launch();
  const { audience, content } = (await rig.service.get(1))?.draft ?? expect.fail('no draft');
  const id = await http.make('/v1/alerts', { title: 'Crue 2', kind: 'live', content, audience });
  const { hash } = (await http.ask('operator', 'POST', `/v1/alerts/${id}/preview`)).json();
  const url = `/v1/alerts/${id}/launch`;
  const refused = await http.ask('operator', 'POST', url, { hash });
  expect(refused.json()).toMatchObject({ status: 409, alert: 1 });
  expect((await http.ask('operator', 'POST', url, { hash, again: true })).statusCode).toBe(202);
});
