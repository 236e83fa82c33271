import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AlertsConfig } from '../../../../src/config/alerts.ts';
import type { Role } from '../../../../src/domain/access/role.ts';
import { AlertRig } from '../../../support/alerts/alert-rig.ts';
import { PreparationRig } from '../../../support/alerts/preparation-rig.ts';
import { numberOf } from '../../../support/store/messages.ts';

let rig: AlertRig;
let http: PreparationRig;

const start = async (policy: Partial<AlertsConfig> = {}): Promise<void> => {
  rig = await AlertRig.start(policy);
  http = PreparationRig.on(rig.disk, rig.service);
};
afterEach(async () => {
  await http.app.close();
  await rig.remove();
});

const URL = '/v1/scenarios';
const content = {
  defaultLanguage: 'fr',
  placeholders: { time: { fallback: 'maintenant' } },
  variants: [{ language: 'fr', text: 'Crue à {place} : {action} {time}.' }],
};
let names = 0;
const scenario = (more: object = {}) => ({
  name: `scenario ${names++}`,
  content,
  values: { action: 'montez' },
  audience: { include: [{ numbers: [numberOf(0), numberOf(1)] }] },
  kind: 'live',
  ...more,
});

const kept = (more: object = {}): Promise<number> => http.make(URL, scenario(more));
const approve = (id: number, role: Role = 'approver') => http.ask(role, 'POST', `${URL}/${id}/approve`);
const launch = (
  id: number,
  body: object = {},
  headers: Record<string, string> = {},
  role: Role = 'operator',
) => http.ask(role, 'POST', `${URL}/${id}/launch`, { values: { place: 'Tours' }, ...body }, headers);
const textsOf = async (alert: number): Promise<readonly string[]> => {
  await rig.untilExpanded(alert);
  return (await rig.messages(alert)).map(({ text }) => text);
};
const alerts = async (): Promise<number> =>
  (await rig.disk.store.listAlerts(undefined, { limit: 1000, cursor: undefined })).items.length;

describe('where the policy asks for no second person', () => {
  beforeEach(() => start());

  test('a launch makes an alert of the scenario with the given values, and launches it', async () => {
    const asked = scenario();
    const id = await http.make(URL, asked);
    const launched = await launch(id);
    expect(launched.statusCode).toBe(202);
    const alert = launched.json();
    expect(launched.headers['location']).toBe(`/v1/alerts/${alert.id}`);
    expect(alert).toMatchObject({ title: asked.name, kind: 'live', state: 'sending' });
    expect(await textsOf(alert.id)).toEqual(Array(2).fill('Crue à Tours : montez maintenant.'));
    expect(http.audit.at(-1)).toMatchObject({
      action: 'scenario.launch',
      subject: `scenario:${id}`,
      detail: { alert: alert.id },
    });
  });

  test('two launches with one Idempotency-Key launch one alert', async () => {
    const id = await kept();
    const key = { 'idempotency-key': 'k-1' };
    const first = await launch(id, {}, key);
    const again = await launch(id, {}, key);
    expect(again.statusCode).toBe(202);
    expect(again.json().id).toBe(first.json().id);
    expect(await alerts()).toBe(1);
  });

  test('two launches with one Idempotency-Key launch one alert even if the audit log could not be written at the first', async () => {
    const id = await kept();
    const key = { 'idempotency-key': 'k-2' };
    http.fullDisk = true;
    expect((await launch(id, {}, key)).statusCode).toBe(503);
    http.fullDisk = false;
    const again = await launch(id, {}, key);
    expect(again.statusCode).toBe(202);
    expect(await alerts()).toBe(1);
    expect(http.audit.at(-1)).toMatchObject({
      action: 'scenario.launch',
      detail: { alert: again.json().id },
    });
    const third = await launch(id, {}, key);
    expect(third.headers['idempotency-replayed']).toBe('true');
    expect(third.json().id).toBe(again.json().id);
    expect(http.audit.filter(({ action }) => action === 'scenario.launch')).toHaveLength(1);
  });

  test('two launches with one Idempotency-Key launch one alert even if the gateway ended before it stored the first answer', async () => {
    const id = await kept();
    const key = { 'idempotency-key': 'k-3' };
    const first = await launch(id, {}, key);
    rig.disk.fill('UPDATE idempotent_answers SET status = NULL');
    const again = await launch(id, {}, key);
    expect(again.statusCode).toBe(202);
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect(again.json().id).toBe(first.json().id);
    expect(await alerts()).toBe(1);
  });

  test('a launch with an Idempotency-Key that was deleted as too old launches a second alert', async () => {
    const id = await kept();
    const key = { 'idempotency-key': 'k-4' };
    await launch(id, {}, key);
    await rig.disk.clock.advance(1000);
    rig.disk.fill('DELETE FROM idempotent_answers');
    expect((await launch(id, {}, key)).statusCode).toBe(202);
    expect(await alerts()).toBe(2);
  });

  test('a live scenario can be launched as an exercise, and every text says so', async () => {
    const launched = await launch(await kept(), { exercise: true });
    expect(launched.json()).toMatchObject({ kind: 'exercise' });
    expect(await textsOf(launched.json().id)).toEqual(
      Array(2).fill('EXERCICE - Crue à Tours : montez maintenant.'),
    );
  });

  test('a scenario that is an exercise is launched as an exercise even if the request says "exercise": false', async () => {
    const launched = await launch(await kept({ kind: 'exercise' }), { exercise: false });
    expect(launched.json()).toMatchObject({ kind: 'exercise' });
  });

  test.each([
    ['a value is missing', { values: {} }, /\{place\} has no value/],
    ['a value holds a brace', { values: { place: '{x}' } }, /holds a brace/],
    [
      'a value is given that the scenario fixes',
      { values: { place: 'Tours', action: 'restez' } },
      /"montez"/,
    ],
    [
      'a value for one language is given that the scenario fixes',
      { values: { place: 'x', 'action.fr': 'y' } },
      /"montez"/,
    ],
    [
      'a value says that this is no exercise',
      { values: { place: 'Tours, this is not a drill' } },
      /no exercise/,
    ],
  ])('no alert is made when %s', async (_why, body, message) => {
    const refused = await launch(await kept(), body);
    expect(refused.statusCode).toBe(422);
    expect(refused.json().errors).toContainEqual({ path: 'values', message: expect.stringMatching(message) });
    expect(await alerts()).toBe(0);
  });

  test('an alert with an empty audience is not launched: it stays a draft, and the error has its id', async () => {
    const refused = await launch(await kept({ audience: { include: [] } }));
    expect(refused.statusCode).toBe(422);
    expect(refused.json()).toMatchObject({
      type: 'urn:tocsin:problem:cannot-launch',
      blockers: [{ code: 'emptyAudience' }],
      alert: expect.any(Number),
    });
    expect((await rig.service.get(refused.json().alert))?.state).toBe('draft');
  });

  test('a launch with the hash of a preview is refused when another text would be sent', async () => {
    const id = await kept();
    const body = { values: { place: 'Tours' } };
    const preview = await http.ask('viewer', 'POST', `${URL}/${id}/preview`, body);
    expect(preview.json()).toMatchObject({
      people: 2,
      variants: [{ typical: { text: 'Crue à Tours : montez maintenant.' } }],
      blockers: [],
    });
    expect(await alerts()).toBe(0);
    const { hash } = preview.json();
    expect((await launch(id, { values: { place: 'Blois' }, hash })).statusCode).toBe(412);
    expect((await launch(id, { hash })).statusCode).toBe(202);
  });

  test('a launch is refused if If-Match names an old version of the scenario, or the scenario is unknown', async () => {
    const asked = scenario();
    const id = await http.make(URL, asked);
    await http.ask('operator', 'PUT', `${URL}/${id}`, asked);
    expect((await launch(id, {}, { 'if-match': '"1"' })).statusCode).toBe(412);
    expect((await launch(id, {}, { 'if-match': '"2"' })).statusCode).toBe(202);
    expect((await launch(9999)).statusCode).toBe(404);
    expect((await http.ask('viewer', 'POST', `${URL}/9999/preview`)).statusCode).toBe(404);
  });
});

describe('where the policy asks for a second person', () => {
  beforeEach(() => start({ twoPersons: 'always' }));

  const logOf = async (id: number) =>
    ((await rig.service.overview(id))?.log ?? []).map(({ action, actorName }) => `${actorName}: ${action}`);

  test('an approved scenario is launched at once, and the log of the alert says who approved which version', async () => {
    const id = await kept();
    await approve(id);
    const launched = await launch(id);
    expect(launched.statusCode).toBe(202);
    expect(await logOf(launched.json().id)).toEqual([
      'the operator: create',
      'the operator: submit',
      `the approver, beforehand (scenario ${id}, version 1): approve`,
      'the operator: launch',
    ]);
  });

  test('a scenario that was changed after its approval makes an alert that waits for approval', async () => {
    const asked = scenario();
    const id = await http.make(URL, asked);
    await approve(id);
    await http.ask('operator', 'PUT', `${URL}/${id}`, { ...asked, severity: 'minor' });
    const refused = await launch(id);
    expect(refused.statusCode).toBe(409);
    expect(refused.json()).toMatchObject({ type: 'urn:tocsin:problem:needs-approval' });
    const { alert } = refused.json();
    expect((await rig.service.get(alert))?.state).toBe('pendingApproval');
    expect(await rig.messages(alert)).toEqual([]);
  });

  test('two launches with one Idempotency-Key make one alert that waits for approval, and get equal answers', async () => {
    const id = await kept();
    const key = { 'idempotency-key': 'k-5' };
    const first = await launch(id, {}, key);
    expect(first.statusCode).toBe(409);
    const again = await launch(id, {}, key);
    expect(again.statusCode).toBe(409);
    expect(again.headers['content-type']).toBe('application/problem+json');
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect(again.json()).toEqual(first.json());
    expect(await alerts()).toBe(1);
  });

  test('a launch by the person who approved the scenario needs the approval of another person', async () => {
    const id = await kept();
    await approve(id, 'admin');
    const refused = await launch(id, {}, {}, 'admin');
    expect(refused.json()).toMatchObject({ type: 'urn:tocsin:problem:needs-approval' });
    expect((await launch(id)).statusCode).toBe(202);
  });

  test('a scenario can be launched by break glass, but only with a reason', async () => {
    const id = await kept();
    expect((await launch(id, { breakGlass: true })).statusCode).toBe(422);
    const launched = await launch(id, { breakGlass: true, reason: 'nobody answers' });
    expect(launched.statusCode).toBe(202);
    expect(await logOf(launched.json().id)).toContain('the operator: breakGlass');
  });

  test('viewers, approvers and senders may not launch a scenario', async () => {
    const id = await kept();
    for (const role of ['viewer', 'approver', 'sender'] as const) {
      expect((await launch(id, {}, {}, role)).statusCode).toBe(403);
    }
  });
});
