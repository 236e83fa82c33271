import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { standing } from '../../../../src/access/standing.ts';
import { alertMaker } from '../../../../src/alerts/desk/alert-maker.ts';
import { currentScenarios } from '../../../../src/alerts/scenarios/current-scenarios.ts';
import { scenarioLauncher } from '../../../../src/alerts/scenarios/launch-scenario.ts';
import { readyScenarios } from '../../../../src/alerts/scenarios/ready-scenarios.ts';
import { personOfPhone } from '../../../../src/domain/access/person-of-phone.ts';
import type { Scenarios } from '../../../../src/domain/alerts/scenario.ts';
import type { Msisdn } from '../../../../src/domain/messages/msisdn.ts';
import type { Rule } from '../../../../src/domain/people/rule.ts';
import { SmsLaunch } from '../../../../src/triggers/sms/sms-launch.ts';
import { TriggerService } from '../../../../src/triggers/trigger-service.ts';
import { AlertRig } from '../../../support/alerts/alert-rig.ts';
import { author } from '../../../support/alerts/alerts.ts';
import { PreparationRig } from '../../../support/alerts/preparation-rig.ts';

const URL = '/v1/scenarios';
const street: Rule = { field: 'attributes.building', op: 'eq', value: 'bâtiment 1' };
const everybody: Rule = { not: { field: 'number', op: 'eq', value: '' } };
const around = (radiusKm: number) => ({ circle: { lat: 47, lon: 0.7, radiusKm } });

let rig: AlertRig;
let http: PreparationRig;
let segment: number;
let list: number;
let scenario: number;
/** The reports of launches that did not happen: by whom, which alert, why. */
let told: [string, number | undefined, string][];

beforeEach(async () => {
  told = [];
  // The policy asks for no second person: only the approval of the scenario counts.
  rig = await AlertRig.start({ twoPersons: 'never' });
  http = PreparationRig.on(rig.disk, rig.service);
  list = await rig.list(1, 2);
  const made = await rig.disk.store.segments.create('la rue', street, 0);
  if (made === 'taken') throw new Error('there is such a segment already');
  segment = made.id;
  scenario = await kept({ include: [{ list }], within: [{ segment }] });
});
afterEach(async () => {
  await http.app.close();
  await rig.remove();
});

const kept = async (audience: object): Promise<number> => {
  const id = await http.make(URL, {
    name: `scenario ${JSON.stringify(audience)}`,
    content: { defaultLanguage: 'fr', variants: [{ language: 'fr', text: 'Crue : montez.' }] },
    audience,
    kind: 'live',
  });
  const approved = await http.ask('approver', 'POST', `${URL}/${id}/approve`);
  expect(approved.json()).toMatchObject({ preApproved: true, lapsed: null });
  return id;
};
const write = (rule: Rule, name = 'la rue') =>
  rig.disk.store.segments.replace(segment, name, rule, undefined);
const shown = async (id = scenario) => (await http.ask('viewer', 'GET', `${URL}/${id}`)).json();
const launch = (body: object = {}, id = scenario) =>
  http.ask('operator', 'POST', `${URL}/${id}/launch`, body);
const WHY = /^segment \d+ may mean other people than when the scenario was approved/;

describe('an approval of a scenario', () => {
  test('lapses when a segment is edited to match other people, and the scenario shows that', async () => {
    await write(everybody);
    expect(await shown()).toMatchObject({
      preApproved: false,
      approved: null,
      lapsed: expect.stringMatching(WHY),
    });
    const { items } = (await http.ask('viewer', 'GET', URL)).json();
    expect(items[0]).toMatchObject({ preApproved: false, lapsed: expect.stringMatching(WHY) });
  });

  test('lapses when an area of the audience is redrawn', async () => {
    const area = await rig.disk.store.areas.create('le quai', around(1), 0);
    if (area === 'taken') throw new Error('there is such an area already');
    const id = await kept({ include: [{ area: area.id }] });
    await rig.disk.store.areas.replace(area.id, 'le quai', around(100), undefined);
    expect(await shown(id)).toMatchObject({ preApproved: false, lapsed: expect.stringMatching(/^area 1 /) });
  });

  test('lapses when an information list becomes an emergency list', async () => {
    const { lists } = rig.disk.store;
    const made = await lists.create('les abonnés', { kind: 'information' }, 0);
    if (made === 'taken') throw new Error('there is such a list already');
    const id = await kept({ include: [{ list: made.id }] });
    await lists.replace(made.id, 'les abonnés', { kind: 'emergency' }, undefined);
    expect(await shown(id)).toMatchObject({ preApproved: false, lapsed: expect.stringMatching(/^list 2 /) });
  });

  test('stays valid when people join a list of the audience, and when a segment is only renamed', async () => {
    await rig.join(list, 3);
    await write(street, 'la rue du port');
    expect(await shown()).toMatchObject({ preApproved: true, lapsed: null });
    expect((await launch()).statusCode).toBe(202);
  });

  test('is valid again when the segment gets back the rule that was approved', async () => {
    await write(everybody);
    await write(street);
    expect(await shown()).toMatchObject({ preApproved: true, lapsed: null });
  });

  test('can be given again by an approver', async () => {
    await write(everybody);
    const again = await http.ask('approver', 'POST', `${URL}/${scenario}/approve`);
    expect(again.json()).toMatchObject({ preApproved: true, lapsed: null });
    expect((await launch()).statusCode).toBe(202);
  });

  test('lapses when a segment is removed: the scenario shows that, and its launch is refused', async () => {
    rig.disk.tearOut('segments', segment);
    expect(await shown()).toMatchObject({
      preApproved: false,
      lapsed: `the audience names what is gone: segment ${segment}`,
    });
    expect((await launch()).json()).toMatchObject({ blockers: [{ code: 'missingAudience' }] });
  });

  test('stored by an older version of the gateway is valid only if the audience names no segment, list or area', async () => {
    const plain = await kept({ include: [{ numbers: ['+33639980001'] }] });
    rig.disk.fill("UPDATE scenario_approvals SET meaning = '{}'");
    expect(await shown(plain)).toMatchObject({ preApproved: true });
    expect(await shown()).toMatchObject({ preApproved: false, lapsed: expect.any(String) });
  });
});

/** Expects that nobody has a message, and that the alert waits in this state. */
const expectHeld = async (alert: number, state: string): Promise<void> => {
  expect((await rig.service.get(alert))?.state).toBe(state);
  expect(await rig.messages(alert)).toEqual([]);
};

/** Scenarios as they were read before a segment changed: it changes when the first alert is made. */
const readBefore = (): Scenarios => {
  const current = currentScenarios(rig.disk.store.scenarios, rig.disk.store, standing(rig.disk.store));
  const changing = async <T>(read: Promise<T>): Promise<T> => {
    const found = await read;
    await write(everybody);
    return found;
  };
  return { get: (id) => changing(current.get(id)), list: (page) => changing(current.list(page)) };
};

describe('a scenario whose approval lapsed', () => {
  test('is not launched by HTTP: its alert waits for a new approval, with the reason', async () => {
    await write(everybody);
    const refused = await launch();
    expect(refused.statusCode).toBe(409);
    expect(refused.json()).toMatchObject({
      type: 'urn:tocsin:problem:needs-approval',
      detail: expect.stringMatching(WHY),
    });
    await expectHeld(refused.json().alert, 'pendingApproval');
  });

  test('can be launched by break glass', async () => {
    await write(everybody);
    expect((await launch({ breakGlass: true, reason: 'nobody answers' })).statusCode).toBe(202);
  });

  test('is not launched when the segment changes between the read and the launch', async () => {
    const launcher = scenarioLauncher({ scenarios: readBefore(), alerts: rig.service });
    const launched = await launcher.launch(scenario, {
      values: {},
      asExercise: false,
      hash: undefined,
      version: undefined,
      breakGlass: undefined,
      source: 'schedule',
      actor: author,
    });
    if (launched.kind !== 'kept') throw new Error(launched.kind);
    expect(launched.why).toEqual({ kind: 'needsApproval', detail: expect.stringMatching(WHY) });
    await expectHeld(launched.alert.id, 'pendingApproval');
  });

  const triggered = (scenarios: Scenarios) => ({
    alerts: alertMaker(rig.service, rig.disk.store),
    scenarios: readyScenarios(scenarios, rig.service),
    personOf: personOfPhone(rig.disk.store, rig.disk.clock),
    repository: rig.disk.store.triggers,
    clock: rig.disk.clock,
    brake: () => undefined,
    refused: async ({ id }: { id: string }, _of: number, alert: number | undefined, reason: string) => {
      told.push([id, alert, reason]);
    },
  });
  const alarm = async (scenarios: Scenarios) => {
    const triggers = new TriggerService(triggered(scenarios));
    const rules = [{ when: {}, scenario: String(scenario), values: {} }];
    triggers.add('pumps', { identity: [], rules }, 'webhook');
    const taken = await triggers.take('pumps', {}, 'token');
    if (taken.kind !== 'outcomes') throw new Error(taken.kind);
    return taken.outcomes;
  };
  const unchanged = () =>
    currentScenarios(rig.disk.store.scenarios, rig.disk.store, standing(rig.disk.store));

  test('is not launched by an alarm: the answer has the reason', async () => {
    await write(everybody);
    const reason = expect.stringMatching(/not approved any more \(segment/);
    expect(await alarm(unchanged())).toEqual([{ result: 'waiting', alert: 1, reason }]);
    await expectHeld(1, 'draft');
    expect(told).toEqual([['trigger:pumps', 1, reason]]);
  });

  test('is not launched by an alarm that comes while the segment changes', async () => {
    const reason = expect.stringMatching(WHY);
    expect(await alarm(readBefore())).toEqual([{ result: 'waiting', alert: 1, reason }]);
    await expectHeld(1, 'pendingApproval');
  });

  const PHONE = '+33639980042' as Msisdn;
  const text = async (scenarios: Scenarios) => {
    const settings = {
      phones: [PHONE],
      words: ['launch'],
      language: 'en',
      wrongCodes: 3,
      lockedMs: 1,
    } as const;
    const phones = new SmsLaunch(settings, triggered(scenarios));
    const [code] = (await phones.issue(PHONE, 1, { id: 'user:98', name: 'Issuer' })) ?? [];
    return phones.launch(PHONE, `launch ${scenario} ${code}`, '1');
  };

  test('is not launched by SMS: the answer has the reason, and the code stays unused', async () => {
    await write(everybody);
    expect(await text(unchanged())).toMatch(/^NOT launched: the recipients of .* changed .* not used\.$/);
    expect(await rig.service.get(1)).toBeUndefined();
    expect(told).toEqual([[`phone:${PHONE}`, undefined, expect.stringMatching(WHY)]]);
  });

  test('is not launched by an SMS that comes while the segment changes', async () => {
    expect(await text(readBefore())).toMatch(/^NOT launched: .* waits as alert 1/);
    await expectHeld(1, 'pendingApproval');
    expect(told).toEqual([[`phone:${PHONE}`, 1, expect.stringMatching(WHY)]]);
  });
});
