import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { standing } from '../../../../src/access/standing.ts';
import { alertMaker } from '../../../../src/alerts/desk/alert-maker.ts';
import { currentScenarios } from '../../../../src/alerts/scenarios/current-scenarios.ts';
import { scenarioLauncher } from '../../../../src/alerts/scenarios/launch-scenario.ts';
import { readyScenarios } from '../../../../src/alerts/scenarios/ready-scenarios.ts';
import type { Scenarios } from '../../../../src/domain/alerts/scenario.ts';
import { TriggerService } from '../../../../src/triggers/trigger-service.ts';
import { AlertRig } from '../../../support/alerts/alert-rig.ts';
import { author, draftOf } from '../../../support/alerts/alerts.ts';
import { PreparationRig } from '../../../support/alerts/preparation-rig.ts';
import { numberOf } from '../../../support/store/messages.ts';

const URL = '/v1/scenarios';
const other = { id: 'token-other', name: 'another operator', role: 'operator' } as const;
const theirs = draftOf({ title: 'theirs', audience: { include: [{ numbers: [numberOf(7)] }] } });

let rig: AlertRig;
let http: PreparationRig;
let scenario: number;
let current: Scenarios;

beforeEach(async () => {
  rig = await AlertRig.start({ twoPersons: 'live' });
  http = PreparationRig.on(rig.disk, rig.service);
  current = currentScenarios(rig.disk.store.scenarios, rig.disk.store, standing(rig.disk.store));
  scenario = await http.make(URL, {
    name: 'crue',
    content: { defaultLanguage: 'fr', variants: [{ language: 'fr', text: 'Crue : montez.' }] },
    audience: { include: [{ numbers: [numberOf(0)] }] },
    kind: 'live',
  });
  const approved = await http.ask('approver', 'POST', `${URL}/${scenario}/approve`);
  expect(approved.json()).toMatchObject({ preApproved: true });
});
afterEach(async () => {
  await http.app.close();
  await rig.remove();
});

/** Expects that the text of another operator is kept, and that nobody has a message. */
const expectUnapproved = async (id: number): Promise<void> => {
  expect(await rig.service.get(id)).toMatchObject({ draft: { title: 'theirs' }, approved: undefined });
  expect(await rig.messages(id)).toEqual([]);
};

type Steps = Parameters<typeof scenarioLauncher>[0]['alerts'];

const launchWith = (alerts: Partial<Steps>) => {
  const steps: Steps = {
    create: (...args) => rig.service.create(...args),
    submit: (...args) => rig.service.submit(...args),
    approveBeforehand: (...args) => rig.service.approveBeforehand(...args),
    launch: (...args) => rig.service.launch(...args),
    launchedWith: (...args) => rig.service.launchedWith(...args),
    note: (...args) => rig.service.note(...args),
    asksSecondPerson: (draft) => rig.service.asksSecondPerson(draft),
    discard: (...args) => rig.service.discard(...args),
    reject: (...args) => rig.service.reject(...args),
    ...alerts,
  };
  return scenarioLauncher({ scenarios: current, alerts: steps }).launch(scenario, {
    values: {},
    asExercise: false,
    hash: undefined,
    version: undefined,
    breakGlass: undefined,
    source: 'api',
    actor: author,
  });
};

describe('a text that another person writes into an alert while its scenario is launched', () => {
  test("is not approved in the name of the scenario's approver", async () => {
    const launched = await launchWith({
      create: async (...args) => {
        const alert = await rig.service.create(...args);
        await rig.service.edit(alert.id, theirs, other);
        return alert;
      },
    });
    if (launched.kind !== 'kept') throw new Error(launched.kind);
    expect(launched.why).toMatchObject({ kind: 'changed' });
    await expectUnapproved(launched.alert.id);
  });

  test('is not taken for the text of the scenario, even if it is written just after the alert is created', async () => {
    const { store } = rig.disk;
    const { createAlert } = store;
    store.createAlert = async (...args) => {
      const id = await createAlert(...args);
      await rig.service.edit(id, theirs, other);
      return id;
    };
    const launched = await launchWith({});
    if (launched.kind !== 'kept') throw new Error(launched.kind);
    await expectUnapproved(launched.alert.id);
  });

  test('is not launched in the name of the person who launches the scenario, even if no approval is needed', async () => {
    await http.ask('operator', 'PUT', `${URL}/${scenario}`, {
      name: 'crue',
      content: { defaultLanguage: 'fr', variants: [{ language: 'fr', text: 'EXERCICE.' }] },
      audience: { include: [{ numbers: [numberOf(0)] }] },
      kind: 'exercise',
    });
    const launched = await launchWith({
      launch: async (id, ...args) => {
        await rig.service.edit(id, { ...theirs, kind: 'exercise' }, other);
        return rig.service.launch(id, ...args);
      },
    });
    if (launched.kind !== 'kept') throw new Error(launched.kind);
    await expectUnapproved(launched.alert.id);
  });
});

describe('an alarm that is repeated after the process ended between creating its alert and launching it', () => {
  const alarm = async (ends = false) => {
    const { store, clock } = rig.disk;
    const alerts = alertMaker(rig.service, store);
    const triggers = new TriggerService({
      alerts: ends ? { ...alerts, advance: () => Promise.reject(new Error('the process ended')) } : alerts,
      scenarios: readyScenarios(current, rig.service),
      repository: store.triggers,
      clock,
      brake: () => undefined,
      refused: async () => {},
    });
    const rules = [{ when: {}, scenario: String(scenario), values: {} }];
    triggers.add('pumps', { identity: ['/id'], rules }, 'webhook');
    return triggers.take('pumps', { id: 1 }, 'token');
  };

  test('launches the alert that was created the first time', async () => {
    await expect(alarm(true)).rejects.toThrow('ended');
    expect(await alarm()).toMatchObject({ outcomes: [{ result: 'launched', alert: 1 }] });
    await rig.untilExpanded(1);
    expect(await rig.messages(1)).toMatchObject([{ text: 'Crue : montez.' }]);
  });

  test('launches the alert even if it was approved meanwhile', async () => {
    await expect(alarm(true)).rejects.toThrow('ended');
    const trigger = { id: 'trigger:pumps', name: 'trigger pumps', role: 'operator' } as const;
    await rig.service.submit(1, trigger);
    await rig.service.approveBeforehand(
      1,
      { id: 'approver', name: 'the approver', role: 'approver' },
      2,
      () => undefined,
      0,
    );
    expect(await alarm()).toMatchObject({ outcomes: [{ result: 'launched', alert: 1 }] });
  });

  test.each([
    ['another text', async () => rig.service.edit(1, theirs, other)],
    [
      'another text, which was submitted',
      async () => {
        await rig.service.edit(1, theirs, other);
        await rig.service.submit(1, other);
      },
    ],
  ])('leaves the alert to people, and does not launch it, if it has %s', async (_what, edit) => {
    await expect(alarm(true)).rejects.toThrow('ended');
    await edit();
    const reason = expect.stringMatching(/for people/);
    expect(await alarm()).toMatchObject({ outcomes: [{ result: 'waiting', alert: 1, reason }] });
    await expectUnapproved(1);
  });

  test('leaves the alert to people, and does not launch it, if it is edited while the alarm is handled', async () => {
    await expect(alarm(true)).rejects.toThrow('ended');
    const { store } = rig.disk;
    const { alertLog } = store;
    store.alertLog = async (id) => {
      store.alertLog = alertLog;
      const log = await alertLog(id);
      await rig.service.edit(id, theirs, other);
      return log;
    };
    expect(await alarm()).toMatchObject({ outcomes: [{ result: 'waiting', alert: 1 }] });
    await expectUnapproved(1);
  });
});
