import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { standing } from '../../../../src/access/standing.ts';
import { alertMaker } from '../../../../src/alerts/desk/alert-maker.ts';
import { currentScenarios } from '../../../../src/alerts/scenarios/current-scenarios.ts';
import { scenarioLauncher } from '../../../../src/alerts/scenarios/launch-scenario.ts';
import { readyScenarios } from '../../../../src/alerts/scenarios/ready-scenarios.ts';
import type { AlertsConfig } from '../../../../src/config/alerts.ts';
import { personOfPhone } from '../../../../src/domain/access/person-of-phone.ts';
import type { Msisdn } from '../../../../src/domain/messages/msisdn.ts';
import { SmsLaunch } from '../../../../src/triggers/sms/sms-launch.ts';
import { TriggerService } from '../../../../src/triggers/trigger-service.ts';
import { AlertRig } from '../../../support/alerts/alert-rig.ts';
import { PreparationRig } from '../../../support/alerts/preparation-rig.ts';
import { numberOf } from '../../../support/store/messages.ts';

let rig: AlertRig;
let http: PreparationRig;
const start = async (policy: Partial<AlertsConfig>): Promise<void> => {
  rig = await AlertRig.start(policy);
  http = PreparationRig.on(rig.disk, rig.service);
};
beforeEach(() => start({ twoPersons: 'live' }));
afterEach(async () => {
  await http.app.close();
  await rig.remove();
});

const URL = '/v1/scenarios';
const text = (of: string) => ({ defaultLanguage: 'fr', variants: [{ language: 'fr', text: of }] });
const scenario = {
  name: 'Crue',
  content: { ...text('Crue à {place}, {time}.'), placeholders: {} },
  cancelContent: text('Annulation : crue à {place}.'),
  endContent: text('Fin de la crue à {place}.'),
  bounds: {
    place: { oneOf: ['Tours', 'Blois'] },
    time: { pattern: '\\d{1,2} h[ ]?\\d{0,2}', maxLength: 7 },
  },
  audience: { include: [{ numbers: [numberOf(0)] }] },
  kind: 'live',
};
const { bounds: _bounds, ...unbounded } = scenario;
const approved = async (body: object = scenario): Promise<number> => {
  const id = await http.make(URL, body);
  expect((await http.ask('approver', 'POST', `${URL}/${id}/approve`)).statusCode).toBe(200);
  return id;
};
const good = { place: 'Tours', time: '18 h 30' };
const launch = (id: number, values: object, more: object = {}) =>
  http.ask('operator', 'POST', `${URL}/${id}/launch`, { values, ...more });
const stateOf = async (alert: number) => (await rig.service.get(alert))?.state;

describe('a launch of an approved scenario', () => {
  test('goes out on that approval if each value is within its bounds, also with a value for one language', async () => {
    const id = await approved();
    expect((await launch(id, good)).statusCode).toBe(202);
    expect((await launch(id, { ...good, 'place.fr': 'Blois' })).statusCode).toBe(202);
  });

  test.each([
    ['place', { ...good, place: 'Paris' }, 'is none of the approved values'],
    ['place.fr', { ...good, 'place.fr': 'Paris' }, 'is none of the approved values'],
    ['time', { ...good, time: 'demain' }, "doesn't match the approved pattern"],
    ['time', { ...good, time: '18 h 3000' }, 'is longer than the approved 7 characters'],
  ])('waits for a second person, who is told why, if %s is outside', async (name, values, why) => {
    const id = await approved();
    const launched = await launch(id, values);
    expect(launched.statusCode).toBe(409);
    expect(launched.json().detail).toContain(`the value of ${name}, which ${why}`);
    const { alert } = launched.json();
    expect(await stateOf(alert)).toBe('pendingApproval');
    const log = await rig.disk.store.alertLog(alert);
    expect(log.at(-1)).toMatchObject({ action: 'held', detail: launched.json().detail });
    expect(launched.json().detail).not.toContain('Paris');
  });

  test('by breaking the glass goes out with other values too', async () => {
    const launched = await launch(
      await approved(),
      { ...good, place: 'Paris' },
      { breakGlass: true, reason: 'the dam breaks' },
    );
    expect(launched.statusCode).toBe(202);
  });

  test.each([
    ['holds a link', 'voir evil.example'],
    ['asks to call', 'appelez 3200'],
    ['holds a sentence', 'Tours. Le pont tient'],
    ['holds a telephone number', 'appelez le 06 39 98 00 01'],
    ['may be a number to call', '3615'],
    ['holds a sentence', 'Tours ! Rentrez chez vous'],
    ['is longer than 60 characters', 'x'.repeat(61)],
  ])('waits if a value without a bound %s', async (why, place) => {
    const id = await approved(unbounded);
    const launched = await launch(id, { ...good, place });
    expect(launched.statusCode).toBe(409);
    expect(launched.json().detail).toContain(`the value of place, which ${why}`);
    expect((await launch(id, { ...good, place: 'quai 12, St-Pierre-des-Corps' })).statusCode).toBe(202);
  });
});

test('where the policy asks for no second person, only the bounds that the scenario has hold', async () => {
  await http.app.close();
  await rig.remove();
  await start({ twoPersons: 'never' });
  const free = await http.make(URL, unbounded);
  expect((await launch(free, { ...good, place: 'voir evil.example' })).statusCode).toBe(202);
  const bounded = await http.make(URL, { ...scenario, name: 'bounded' });
  expect((await launch(bounded, { ...good, place: 'Paris' })).statusCode).toBe(409);
});

test('an edit of the bounds takes the approval back, and the scenario is shown with what was stored', async () => {
  const id = await approved();
  const bounds = { ...scenario.bounds, place: { oneOf: ['Tours', 'Blois', 'Paris'] } };
  const shown = (await http.ask('operator', 'GET', `${URL}/${id}`)).json();
  expect(shown).toMatchObject({ preApproved: true, ...scenario });
  const edited = await http.ask('operator', 'PUT', `${URL}/${id}`, { ...scenario, bounds });
  expect(edited.json()).toMatchObject({ preApproved: false, bounds });
});

test('the preview of a launch shows the bounds, and the values that are outside', async () => {
  const preview = async (id: number, values: object) =>
    (await http.ask('operator', 'POST', `${URL}/${id}/preview`, { values })).json();
  expect(await preview(await approved(), { ...good, place: 'Paris' })).toMatchObject({
    bounds: scenario.bounds,
    outside: [{ name: 'place', why: 'is none of the approved values' }],
  });
  expect(await preview(await http.make(URL, { ...unbounded, name: 'free' }), good)).toMatchObject({
    bounds: { place: { plain: true, maxLength: 60 }, time: { plain: true, maxLength: 60 } },
    outside: [],
  });
});

test.each([
  [{ elsewhere: { oneOf: ['x'] } }, 'bounds.elsewhere'],
  [{ place: { pattern: '.*', maxLength: 10 } }, 'bounds.place.pattern'],
  [{ place: { oneOf: ['a{b'] } }, 'bounds.place.oneOf[0]'],
])('the bounds %j are refused at %s', async (bounds, path) => {
  const refused = await http.ask('operator', 'POST', URL, { ...scenario, bounds });
  expect(refused.statusCode).toBe(422);
  expect(refused.json().errors).toMatchObject([{ path }]);
});

test('an alarm with a value outside of the bounds makes a draft, and operators are told why', async () => {
  const id = await approved();
  const { store, clock } = rig.disk;
  const told: string[] = [];
  const triggers = new TriggerService({
    alerts: alertMaker(rig.service, store),
    scenarios: readyScenarios(currentScenarios(store.scenarios, store, standing(store)), rig.service),
    repository: store.triggers,
    clock,
    brake: () => undefined,
    refused: async (_by, _scenario, _alert, reason) => void told.push(reason),
  });
  const values = { place: '/place', time: '18 h' };
  const rules = [{ when: {}, scenario: String(id), values }];
  triggers.add('dam', { each: undefined, identity: [], rules }, 'webhook');
  const [fits, other] = await Promise.all(
    ['Tours', 'Paris'].map((place) => triggers.take('dam', { place }, 'token-dam')),
  );
  expect(fits).toMatchObject({ outcomes: [{ result: 'launched' }] });
  expect(other).toMatchObject({ outcomes: [{ result: 'waiting' }] });
  expect(told).toEqual([expect.stringContaining('the value of place')]);
  const drafts = await store.listAlerts('draft', { limit: 10, cursor: undefined });
  expect(drafts.items).toHaveLength(1);
});

test('a launch by SMS with a value outside of the bounds launches nothing, and the code still works', async () => {
  const id = await approved({ ...unbounded, content: text('Crue à {place}.'), endContent: undefined });
  const { store, clock } = rig.disk;
  const told: string[] = [];
  const phone = '+33639980042' as Msisdn;
  const sms = new SmsLaunch(
    { phones: [phone], words: ['LANCER'], wrongCodes: 3, lockedMs: 1, language: 'fr' },
    {
      alerts: alertMaker(rig.service, store),
      scenarios: readyScenarios(currentScenarios(store.scenarios, store, standing(store)), rig.service),
      personOf: personOfPhone(store, clock),
      repository: store.triggers,
      clock,
      brake: () => undefined,
      refused: async (_by, _scenario, _alert, reason) => void told.push(reason),
    },
  );
  const [code] = (await sms.issue(phone, 1, { id: 'user:98', name: 'Issuer' })) ?? [];
  for (const place of ['Tours ! Appelez le 0899000000', 'Tours, voir http://x.example', '+33639980099']) {
    expect(await sms.launch(phone, `LANCER Crue ${code} ${place}`, place)).toBe(
      "NON lancé : l'accord donné à Crue ne couvre pas cette valeur. Appelez un opérateur. Le code n'a pas servi.",
    );
  }
  expect(told).toHaveLength(3);
  expect((await store.listAlerts(undefined, { limit: 10, cursor: undefined })).items).toEqual([]);
  expect(await sms.launch(phone, `LANCER ${id} ${code} Tours`, 'last')).toMatch(/^Lancé : Crue/);
});

test('a schedule with a value outside of the bounds keeps an alert that waits', async () => {
  const current = currentScenarios(rig.disk.store.scenarios, rig.disk.store, standing(rig.disk.store));
  const launched = await scenarioLauncher({ scenarios: current, alerts: rig.service }).launch(
    await approved(),
    {
      values: { ...good, place: 'Paris' },
      asExercise: false,
      hash: undefined,
      version: undefined,
      breakGlass: undefined,
      source: 'schedule',
      actor: { id: 'schedule:1', name: 'monthly', role: 'operator' },
    },
  );
  expect(launched).toMatchObject({ kind: 'kept', why: { kind: 'needsApproval' } });
  expect(launched.kind === 'kept' && (await stateOf(launched.alert.id))).toBe('pendingApproval');
});
