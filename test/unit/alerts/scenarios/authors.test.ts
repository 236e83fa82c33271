import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { standing } from '../../../../src/access/standing.ts';
import { alertMaker } from '../../../../src/alerts/desk/alert-maker.ts';
import { currentScenarios } from '../../../../src/alerts/scenarios/current-scenarios.ts';
import { scenarioLauncher } from '../../../../src/alerts/scenarios/launch-scenario.ts';
import { readyScenarios } from '../../../../src/alerts/scenarios/ready-scenarios.ts';
import { Scheduler } from '../../../../src/alerts/schedule/scheduler.ts';
import type { Role } from '../../../../src/domain/access/role.ts';
import type { Alert } from '../../../../src/domain/alerts/alert.ts';
import { alertAuthors } from '../../../../src/store/schema/alerts/alert-authors.ts';
import { migrations } from '../../../../src/store/schema/migrations.ts';
import { TriggerService } from '../../../../src/triggers/trigger-service.ts';
import { AlertRig } from '../../../support/alerts/alert-rig.ts';
import { PreparationRig } from '../../../support/alerts/preparation-rig.ts';
import { sqliteTest } from '../../../support/store/about-sqlite.ts';
import { numberOf } from '../../../support/store/messages.ts';

const admin = { id: 'admin', name: 'the admin', role: 'admin' } as const;
const approver = { id: 'approver', name: 'the approver', role: 'approver' } as const;

let rig: AlertRig;
let http: PreparationRig;

beforeEach(async () => {
  rig = await AlertRig.start({ twoPersons: 'always', overrideOptOut: ['severe'] });
  http = PreparationRig.on(rig.disk, rig.service);
});
afterEach(async () => {
  await http.app.close();
  await rig.remove();
});

/** Makes something as this role, and gives its id. */
const madeBy = async (role: Role, url: string, body: object): Promise<number> => {
  const made = await http.ask(role, 'POST', url, body);
  expect(made.statusCode).toBe(201);
  return made.json().id;
};
const scenarioOf = (role: Role, own: object = {}): Promise<number> =>
  madeBy(role, '/v1/scenarios', {
    name: 'crue',
    content: { defaultLanguage: 'fr', variants: [{ language: 'fr', text: 'Crue : montez.' }] },
    audience: { include: [{ numbers: [numberOf(0)] }] },
    kind: 'live',
    severity: 'severe',
    ...own,
  });
const scheduleOf = (role: Role, scenario: number): Promise<number> =>
  madeBy(role, '/v1/schedules', { name: 's', cron: '* * * * *', timeZone: 'UTC', scenario });

const current = () => currentScenarios(rig.disk.store.scenarios, rig.disk.store, standing(rig.disk.store));
const first = (): Promise<Alert | undefined> => rig.service.get(1);

/** The first alert, once the schedule has made it and launched it, or left it to wait. */
const fired = async (): Promise<Alert | undefined> => {
  const scheduler = new Scheduler({
    restMs: 1000,
    repository: rig.disk.store.schedules,
    launcher: scenarioLauncher({ scenarios: current(), alerts: rig.service }),
    unlaunched: async () => {},
    clock: rig.disk.clock,
    log: rig.log,
  });
  scheduler.start();
  await rig.until(first, (alert) => alert?.state === 'pendingApproval' || alert?.state === 'sending');
  await scheduler.stop();
  return first();
};

describe('an alert that waits for a second person', () => {
  test.each([{}, { overrideOptOut: true }])(
    'can not be approved by a person who wrote both its scenario and the schedule that launched it (%j)',
    async (own) => {
      await scheduleOf('admin', await scenarioOf('admin', own));
      const alert = await fired();
      expect(alert?.state).toBe('pendingApproval');
      expect(await rig.service.approve(1, admin)).toEqual({ kind: 'ownApproval' });
      expect(await rig.launch(1)).toMatchObject({ kind: 'needsApproval' });
      expect(await rig.service.approve(1, approver)).toMatchObject({ kind: 'done' });
    },
  );

  test('can not be approved by the author of the schedule that launched its scenario', async () => {
    await scheduleOf('admin', await scenarioOf('operator'));
    await fired();
    expect(await rig.service.approve(1, admin)).toEqual({ kind: 'ownApproval' });
  });

  test('has the last editors of its scenario and of the schedule that launched it as authors, who can not approve it', async () => {
    const scenario = await scenarioOf('operator');
    const schedule = await scheduleOf('operator', scenario);
    const body = { name: 's', cron: '* * * * *', timeZone: 'UTC', scenario };
    await http.ask('admin', 'PUT', `/v1/schedules/${schedule}`, body);
    expect((await fired())?.authors.toSorted()).toEqual(['admin', 'operator']);
  });

  test('can not be approved by the author of its scenario, even if another person launched the scenario', async () => {
    const id = await scenarioOf('admin');
    const refused = await http.ask('operator', 'POST', `/v1/scenarios/${id}/launch`, {});
    expect(refused.statusCode).toBe(409);
    expect(await rig.service.approve(refused.json().alert, admin)).toEqual({ kind: 'ownApproval' });
  });

  test('can not be approved by the author of a scenario that an alarm launched, even if another person submitted the alert', async () => {
    const id = await scenarioOf('admin');
    const { store, clock } = rig.disk;
    const triggers = new TriggerService({
      alerts: alertMaker(rig.service, store),
      scenarios: readyScenarios(current(), rig.service),
      repository: store.triggers,
      clock,
      brake: () => undefined,
      refused: async () => {},
    });
    triggers.add(
      'pumps',
      { identity: [], rules: [{ when: {}, scenario: String(id), values: {} }] },
      'webhook',
    );
    await triggers.take('pumps', {}, 'token');
    await rig.service.submit(1, { id: 'operator', name: 'the operator', role: 'operator' });
    expect(await rig.service.approve(1, admin)).toEqual({ kind: 'ownApproval' });
  });
});

describe('a scenario that was approved beforehand', () => {
  const approvedBy = async (role: Role): Promise<number> => {
    const id = await scenarioOf('operator');
    expect((await http.ask(role, 'POST', `/v1/scenarios/${id}/approve`)).statusCode).toBe(200);
    return id;
  };

  test('is launched without a second person by a schedule of its author', async () => {
    await scheduleOf('operator', await approvedBy('admin'));
    expect((await fired())?.state).toBe('sending');
  });

  test('waits for another person when its approver wrote the schedule that launches it', async () => {
    await scheduleOf('admin', await approvedBy('admin'));
    expect((await fired())?.state).toBe('pendingApproval');
  });
});

sqliteTest(
  'a schedule that an older version of the gateway stored has as author the last person who changed it in the audit log',
  async () => {
    expect(migrations).toContain(alertAuthors);
    const id = await scheduleOf('admin', await scenarioOf('operator'));
    const forgotten = await rig.disk.store.schedules.get(id);
    if (forgotten === undefined) throw new Error('the schedule is gone');
    const { writtenBy: _writtenBy, ...older } = forgotten.definition;
    await rig.disk.store.schedules.replace(id, 's', older, undefined);
    for (const [at, actor] of [
      [1, 'operator'],
      [2, 'admin'],
    ] as const) {
      await rig.disk.store.addAudit({
        at,
        actor: { id: actor, name: actor },
        action: 'schedule.change',
        subject: `schedule:${id}`,
        detail: {},
      });
    }
    rig.disk.fill(alertAuthors.replace(/^ALTER .*$/m, ''));
    expect((await rig.disk.store.schedules.get(id))?.definition.writtenBy).toBe('admin');
  },
);
