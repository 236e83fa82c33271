import { afterEach, beforeEach, expect, test } from 'vitest';
import { holdsOf } from '../../../../src/access/holds.ts';
import { officersOf } from '../../../../src/access/officers.ts';
import { standing } from '../../../../src/access/standing.ts';
import { COMMAND_LINE } from '../../../../src/access/tokens.ts';
import { Users } from '../../../../src/access/users.ts';
import { alertMaker } from '../../../../src/alerts/desk/alert-maker.ts';
import { currentScenarios } from '../../../../src/alerts/scenarios/current-scenarios.ts';
import { readyScenarios } from '../../../../src/alerts/scenarios/ready-scenarios.ts';
import { scenarioService } from '../../../../src/alerts/scenarios/scenario-service.ts';
import { personOfPhone } from '../../../../src/domain/access/person-of-phone.ts';
import { actorIdOf, type User } from '../../../../src/domain/access/user.ts';
import type { AlertActor } from '../../../../src/domain/alerts/alert.ts';
import type { Msisdn } from '../../../../src/domain/messages/msisdn.ts';
import { FieldRequests } from '../../../../src/triggers/sms/field-requests.ts';
import { SmsLaunch } from '../../../../src/triggers/sms/sms-launch.ts';
import { AlertRig } from '../../../support/alerts/alert-rig.ts';
import { draftOf } from '../../../support/alerts/alerts.ts';
import { numberAt } from '../../../support/people/people.ts';

const [ANNA, BRUNO] = [numberAt(1), numberAt(2)];
const OTHER = { id: 'user:99', name: 'Somebody', role: 'operator' } as const;
const HOURS_24 = 24 * 3_600_000;

let rig: AlertRig;
let users: Users;
let anna: AlertActor;
let refused: string[];
beforeEach(async () => {
  rig = await AlertRig.start({ twoPersons: 'always' });
  users = new Users(rig.disk.store, rig.disk.clock, () => {});
  refused = [];
  anna = actorOf(await made('Anna', ANNA));
});
afterEach(() => rig.remove());

const made = async (name: string, phone: Msisdn): Promise<User> => {
  const user = await users.create(name, { roles: ['admin'], language: 'fr', phone }, COMMAND_LINE);
  return user.kind === 'done' ? user.value : expect.fail(user.kind);
};
const actorOf = (user: User): AlertActor => ({ id: actorIdOf(user), name: user.name, role: 'admin' });
const around = () => {
  const { store, clock } = rig.disk;
  const current = currentScenarios(store.scenarios, store, standing(store));
  return {
    current,
    deps: {
      alerts: alertMaker(rig.service, store),
      scenarios: readyScenarios(current, rig.service),
      personOf: personOfPhone(store, clock),
      officers: officersOf(store),
      clock,
      brake: () => undefined,
      refused: async (_by: unknown, _scenario: number, _alert: unknown, reason: string) =>
        void refused.push(reason),
    },
  };
};
/** Another person has written the scenario, and this one approves it. */
const approved = async (by: AlertActor) => {
  const { store, clock } = rig.disk;
  const {
    title: _title,
    source: _source,
    ...plan
  } = draftOf({
    audience: { include: [{ numbers: [numberAt(9)] }] },
  });
  const definition = { plan: { ...plan, title: undefined, template: undefined }, editors: [OTHER.id] };
  const kept = await store.scenarios.create('Crue', definition, 0);
  if (kept === 'taken') throw new Error('taken');
  const { current } = around();
  const service = scenarioService({
    ...store,
    current,
    audiences: store,
    hasRoute: () => true,
    holdOf: holdsOf(store),
    clock,
  });
  return service.approve(kept.id, undefined, by);
};
const launch = async (phone: Msisdn, issuer = 'user:98'): Promise<string | undefined> => {
  const settings = {
    phones: [phone],
    words: ['LAUNCH'],
    language: 'en',
    wrongCodes: 3,
    lockedMs: 1,
  } as const;
  const sms = new SmsLaunch(settings, { ...around().deps, repository: rig.disk.store.triggers });
  const [code] = (await sms.issue(phone, 1, { id: issuer, name: 'Issuer' })) ?? [];
  return sms.launch(phone, `LAUNCH Crue ${code}`, `inbox ${phone} ${rig.disk.clock.now()}`);
};
const ask = async (phone: Msisdn): Promise<void> => {
  const settings = { phones: [phone], words: ['ALERTE'], scenarios: {}, perHour: 9, language: 'fr' } as const;
  const requests = new FieldRequests(settings, {
    ...around().deps,
    repository: rig.disk.store.fieldRequests,
    deadline: (_severity, sinceMs) => sinceMs + 1,
    timeZone: 'Europe/Paris',
  });
  const now = rig.disk.clock.now();
  await requests.command({
    from: phone,
    text: 'ALERTE Crue',
    at: now,
    route: 'a',
    isMeant: false,
    reference: 'r',
  });
};

test('the approver of a scenario is not the second person of their own launch by SMS: it waits for another', async () => {
  expect(await approved(anna)).toMatchObject({ kind: 'done' });
  expect(await launch(ANNA)).toMatch(
    /^NOT launched yet: Crue, alert 1, waits for the OK of a second person, which launches it/,
  );
  expect(await rig.service.get(1)).toMatchObject({
    state: 'pendingApproval',
    created: { id: anna.id, name: 'Anna' },
  });
  expect(refused).toEqual([expect.stringContaining('a second person must approve')]);
  expect(await rig.service.approve(1, anna)).toEqual({ kind: 'ownApproval' });
});

test('another user launches by SMS what the approver of the scenario approved', async () => {
  await made('Bruno', BRUNO);
  await approved(anna);
  expect(await launch(BRUNO)).toMatch(/^Launched: Crue/);
});

test('who issued the codes of a phone has seen them, and launches nothing with them that they approved themselves', async () => {
  await made('Bruno', BRUNO);
  await approved(anna);
  // The admin who approved the scenario reads the code, and forges the sender.
  expect(await launch(BRUNO, anna.id)).toMatch(
    /^NOT launched yet: Crue, alert 1, waits for the OK of a second person, which launches it/,
  );
  expect(await rig.service.approve(1, anna)).toEqual({ kind: 'ownApproval' });
});

test('a phone that the approver of the scenario has just set launches nothing on that approval, for 24 hours', async () => {
  const bruno = await made('Bruno', numberAt(3));
  await approved(anna);
  await users.replace(bruno.name, { ...bruno, phone: BRUNO }, { version: undefined, by: anna });
  expect(await launch(BRUNO)).toMatch(/^NOT launched/);
  expect(await rig.service.approve(1, anna)).toEqual({ kind: 'ownApproval' });
  await rig.disk.clock.advance(HOURS_24);
  expect(await launch(BRUNO)).toMatch(/^Launched: Crue/);
});

test('who has just set a phone can not approve what it asks for', async () => {
  const bruno = await made('Bruno', numberAt(3));
  await approved(anna);
  await users.replace(bruno.name, { ...bruno, phone: BRUNO }, { version: undefined, by: anna });
  await ask(BRUNO);
  expect(await rig.service.get(1)).toMatchObject({
    state: 'pendingApproval',
    created: { id: actorIdOf(bruno) },
  });
  expect(await rig.service.approve(1, anna)).toEqual({ kind: 'ownApproval' });
});

test('whom an editor of the scenario has just made an approver does not approve it', async () => {
  const chief = { roles: ['approver'], language: 'fr', phone: undefined } as const;
  const user = await users.create('Chief', chief, OTHER);
  if (user.kind !== 'done') throw new Error(user.kind);
  const own = await approved(actorOf(user.value));
  expect(own).toMatchObject({
    kind: 'own',
    detail: expect.stringContaining('no second person for this until'),
  });
});
