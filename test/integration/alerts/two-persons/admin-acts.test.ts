import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AlertClient } from '../../../support/alerts/alert-client.ts';
import { outcome, phoneOf, TwoPersons } from '../../../support/alerts/two-persons.ts';

interface Act {
  readonly id: number;
  readonly kind: string;
  readonly name: string;
  readonly hash: string;
  readonly roles: readonly string[];
}

let rig: TwoPersons;
let anna: AlertClient;
let chief: AlertClient;
let names = 0;

beforeAll(async () => {
  rig = await TwoPersons.start({ access: { twoPersonsForAdmin: true } });
  anna = await rig.person('Anna', ['admin'], phoneOf(1));
  chief = await rig.person('Chief', ['admin'], phoneOf(2));
});
afterAll(() => rig.close());

const fr = { language: 'fr' };
const named = () => `Person ${++names}`;
const ask = (by: AlertClient, method: string, path: string, body?: object) =>
  by.call<Act>(method, `/v1/users${path}`, body, { status: 202 });
const invite = (name = named(), own: object = {}) =>
  ask(anna, 'POST', '', { name, roles: ['admin'], ...fr, ...own });
const approve = (by: AlertClient, { id, hash }: Pick<Act, 'id' | 'hash'>) =>
  outcome(by, 'POST', `/v1/pending-acts/${id}/approve`, { hash });
const refuse = (by: AlertClient, { id }: Pick<Act, 'id'>) =>
  outcome(by, 'POST', `/v1/pending-acts/${id}/refuse`);
const user = (name: string) => outcome(chief, 'GET', `/v1/users/${encodeURIComponent(name)}`);
const waiting = async () => (await chief.get<{ items: readonly Act[] }>('/v1/pending-acts?limit=100')).items;

test('an invited admin is nobody until another admin approves exactly what was asked', async () => {
  const act = await invite('Invited', { phone: phoneOf(7) });
  expect(act).toMatchObject({ kind: 'create', name: 'Invited', roles: ['admin'], phone: phoneOf(7) });
  expect(await user('Invited')).toBe('not-found');
  expect(await waiting()).toEqual([act]);
  expect(await approve(chief, { id: act.id, hash: 'another' })).toBe('changed-meanwhile');
  expect(await approve(chief, act)).toBe('done');
  const made = await chief.get<{ roles: string[]; phone: string }>('/v1/users/Invited');
  expect(made).toMatchObject({ roles: ['admin'], phone: phoneOf(7) });
  expect(await waiting()).toEqual([]);
  expect(await approve(chief, act)).toBe('not-found');
});

test('nobody approves their own act, with another token either, nor does who is no admin or no person', async () => {
  const act = await invite();
  expect(await approve(anna, act)).toBe('own-approval');
  expect(await approve(await rig.client('admin', 'Anna'), act)).toBe('own-approval');
  expect(await approve(await rig.client('admin', undefined), act)).toBe('forbidden');
  expect(await approve(await rig.person(named(), ['approver']), act)).toBe('forbidden');
  expect(await user(act.name)).toBe('not-found');
});

test('an admin whom the asker has just made is no other person, though two have agreed on that admin', async () => {
  const act = await invite('Puppet');
  expect(await approve(chief, act)).toBe('done');
  const puppet = await rig.client('admin', 'Puppet');
  const second = await invite();
  expect(await approve(puppet, second)).toBe('own-approval');
  expect(await approve(chief, second)).toBe('done');
});

test('more rights wait; fewer, another phone and a new user who only sends or reads do not', async () => {
  await rig.user('Rise', ['viewer']);
  const act = await ask(anna, 'PUT', '/Rise', { roles: ['viewer', 'approver'], ...fr });
  expect(act).toMatchObject({ kind: 'replace', name: 'Rise' });
  expect(await approve(chief, act)).toBe('done');
  expect(await chief.get('/v1/users/Rise')).toMatchObject({ roles: ['viewer', 'approver'] });
  expect(
    await outcome(anna, 'PUT', '/v1/users/Rise', { roles: ['approver'], ...fr, phone: phoneOf(8) }),
  ).toBe('done');
  expect(await outcome(anna, 'PUT', '/v1/users/Rise', { roles: ['viewer'], ...fr })).toBe('done');
  await anna.call(
    'POST',
    '/v1/users',
    { name: named(), roles: ['sender', 'viewer'], ...fr },
    { status: 201 },
  );
});

test('a user with rights who was disabled comes back by two persons, and goes by one', async () => {
  await rig.user('Back', ['operator']);
  expect(await outcome(anna, 'POST', '/v1/users/Back/disable')).toBe('done');
  const act = await ask(anna, 'POST', '/Back/enable');
  expect(await chief.get('/v1/users/Back')).not.toMatchObject({ disabledAt: null });
  expect(await approve(chief, act)).toBe('done');
  expect(await chief.get('/v1/users/Back')).toMatchObject({ disabledAt: null });
});

test('an act of a user who was changed since is not carried out, and can be refused', async () => {
  await rig.user('Moving', ['viewer']);
  const act = await ask(anna, 'PUT', '/Moving', { roles: ['admin'], ...fr });
  expect(await outcome(chief, 'PUT', '/v1/users/Moving', { roles: ['sender'], ...fr })).toBe('done');
  expect(await approve(chief, act)).toBe('changed-meanwhile');
  expect(await refuse(chief, act)).toBe('done');
  expect(await refuse(chief, act)).toBe('not-found');
  expect(await chief.get('/v1/users/Moving')).toMatchObject({ roles: ['sender'] });
});

test('two approvals at the same moment carry an act out once', async () => {
  const third = await rig.person(named(), ['admin']);
  const act = await invite();
  const both = await Promise.all([approve(chief, act), approve(third, act)]);
  expect(both).toContain('done');
  expect(both.filter((one) => one === 'done')).toHaveLength(1);
});

test('an act of an admin who was disabled meanwhile is not approved any more', async () => {
  const leaver = await rig.person('Leaver', ['admin']);
  const act = await ask(leaver, 'POST', '', { name: named(), roles: ['admin'], ...fr });
  expect(await outcome(chief, 'POST', '/v1/users/Leaver/disable')).toBe('done');
  expect(await approve(chief, act)).toBe('own-approval');
  expect(await refuse(chief, act)).toBe('done');
});

test('the audit log has both persons, and other admins are told by SMS without a number', async () => {
  const act = await invite('Audited', { phone: phoneOf(9) });
  const text = `"Anna" veut inscrire "Audited". Passerelle d'alerte : à approuver ou refuser sous 24 h.`;
  await rig.smsc.until(() => rig.smsc.phones.texts(phoneOf(2)).some((one) => one.includes('Audited')));
  expect(rig.smsc.phones.texts(phoneOf(2)).map((one) => one.replaceAll('"', ''))).toContain(
    text.replaceAll('"', ''),
  );
  expect(rig.smsc.phones.texts(phoneOf(1)).join()).not.toContain('Anna');
  expect(await approve(chief, act)).toBe('done');
  const { items } = await chief.get<{
    items: readonly { action: string; actor: { name: string }; detail: object }[];
  }>('/v1/audit?subject=user:Audited');
  expect(items.map(({ action, actor }) => `${action} ${actor.name}`).toSorted()).toEqual([
    'act.approve Chief',
    'act.ask Anna',
    'user.create Anna',
  ]);
  expect(JSON.stringify(items)).not.toContain(phoneOf(9));
});

test('no admin fills the list: ten acts of one wait at most', async () => {
  const flood = await rig.person(named(), ['admin']);
  const one = () => outcome(flood, 'POST', '/v1/users', { name: named(), roles: ['admin'], ...fr });
  for (let n = 0; n < 10; n++) expect(await one()).toBe('done');
  expect(await one()).toBe('too-many-acts');
});
