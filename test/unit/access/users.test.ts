import { afterEach, beforeEach, expect, test } from 'vitest';
import { Tokens } from '../../../src/access/tokens.ts';
import { Users } from '../../../src/access/users.ts';
import type { Role } from '../../../src/domain/access/role.ts';
import { isAmong } from '../../../src/domain/alerts/alert.ts';
import { auditOf } from '../../../src/ops/audit.ts';
import { bearer, HttpRig } from '../../support/http/http-rig.ts';
import { numberAt } from '../../support/people/people.ts';
import { StoreOnDisk } from '../../support/store/store-on-disk.ts';

let disk: StoreOnDisk;
let tokens: Tokens;
let rig: HttpRig;
/** The token of an admin, who is a user. */
let admin: string;
/** The token of a system. */
let machine: string;
beforeEach(async () => {
  disk = await StoreOnDisk.open();
  const { store, clock } = disk;
  tokens = new Tokens(store, clock);
  const users = new Users(store, clock, () => tokens.forget());
  rig = new HttpRig(undefined, {
    tokens,
    users,
    answers: store,
    audit: { ...auditOf(store, clock), audit: store.audit },
  });
  machine = await tokens.create('machine room', 'admin');
  const chief = { roles: ['admin'], language: 'fr', phone: undefined } as const;
  await users.create('Chief', chief, { id: 'cli', name: 'the command line' });
  admin = await tokenOf('Chief', 'admin');
});
afterEach(async () => {
  await rig.app.close();
  await disk.remove();
});

type Method = 'GET' | 'POST' | 'PUT';
const ask = (method: Method, url: string, payload?: object, headers = {}, token = admin) =>
  rig.app.inject({ method, url, headers: { ...bearer(token), ...headers }, ...(payload && { payload }) });
const make = (name: string, roles: readonly Role[] = ['approver'], own: object = {}) =>
  ask('POST', '/v1/users', { name, roles, ...own });
const tokenOf = async (name: string, role: Role) => {
  const user = await disk.store.findUser(name);
  if (user === undefined) throw new Error(`there is no user ${name}`);
  return tokens.create(`laptop of ${name}`, role, user);
};

test('a user is made, read under any capitals of the name, listed, and replaced only as last seen', async () => {
  const made = await make('Anna Roux', ['approver', 'operator'], { phone: numberAt(1) });
  expect(made.statusCode).toBe(201);
  expect(made.headers['location']).toBe('/v1/users/Anna%20Roux');
  expect(made.json()).toEqual({
    id: 2,
    name: 'Anna Roux',
    roles: ['operator', 'approver'],
    language: 'fr',
    phone: numberAt(1),
    disabledAt: null,
    createdAt: '2026-01-01T00:00:00.000Z',
    version: 1,
  });
  expect((await ask('GET', '/v1/users/anna%20roux')).headers['etag']).toBe('"1"');
  expect((await ask('GET', '/v1/users')).json().items).toHaveLength(2);
  const change = { roles: ['viewer'], language: 'en' };
  const put = (version: string) => ask('PUT', '/v1/users/Anna%20Roux', change, { 'if-match': version });
  expect((await put('"1"')).json()).toMatchObject({
    roles: ['viewer'],
    language: 'en',
    phone: null,
    version: 2,
  });
  expect((await put('"1"')).statusCode).toBe(412);
  expect((await ask('PUT', '/v1/users/Nobody', change)).statusCode).toBe(404);
});

test('two users have neither one name in two spellings nor, while both are enabled, one phone', async () => {
  await make('Anna Roux', ['approver'], { phone: numberAt(1) });
  expect((await make('ANNA ROUX')).json()).toMatchObject({ type: 'urn:tocsin:problem:name-taken' });
  const second = await make('Bruno', ['approver'], { phone: numberAt(1) });
  expect(second.json()).toMatchObject({ type: 'urn:tocsin:problem:number-taken' });
  await ask('POST', '/v1/users/Anna%20Roux/disable');
  expect((await make('Bruno', ['approver'], { phone: numberAt(1) })).statusCode).toBe(201);
  expect((await ask('POST', '/v1/users/Anna%20Roux/enable')).statusCode).toBe(409);
  expect((await disk.store.userOfPhone(numberAt(1)))?.name).toBe('Bruno');
});

test.each([
  [{ name: '‮anna', roles: ['viewer'] }, 'name'],
  [{ name: 'Anna', roles: [] }, 'roles'],
  [{ name: 'Anna', roles: ['boss'] }, 'roles[0]'],
  [{ name: 'Anna', roles: ['viewer'], phone: '0639980001' }, 'phone'],
])('%j is refused, and the answer names the field %s', async (body, path) => {
  const refused = await ask('POST', '/v1/users', body);
  expect(refused.statusCode).toBe(422);
  expect(refused.json().errors).toMatchObject([{ path }]);
});

test("a disabled user's token is refused at once, also one whose lookup was under way, and works again once enabled", async () => {
  await make('Anna', ['viewer']);
  const token = await tokenOf('Anna', 'viewer');
  const routes = () => ask('GET', '/v1/routes', undefined, {}, token);
  expect((await routes()).statusCode).toBe(200);
  const [disabled] = await Promise.all([ask('POST', '/v1/users/Anna/disable'), routes()]);
  expect(disabled.json().disabledAt).toBe('2026-01-01T00:00:00.000Z');
  expect((await routes()).statusCode).toBe(401);
  await ask('POST', '/v1/users/Anna/enable');
  expect((await routes()).statusCode).toBe(200);
});

test("a user's token may do no more than the user: a role that is taken from the user is gone from the token at once", async () => {
  await make('Anna', ['operator']);
  const token = await tokenOf('Anna', 'operator');
  expect(await tokens.authenticate(token)).toMatchObject({ user: { name: 'Anna' } });
  await ask('PUT', '/v1/users/Anna', { roles: ['viewer'] });
  const refused = await ask('POST', '/v1/routes/orange/disable', undefined, {}, token);
  expect(refused.statusCode).toBe(403);
  expect(refused.json().detail).toContain('of the user "Anna" (viewer)');
  expect((await ask('GET', '/v1/routes', undefined, {}, token)).statusCode).toBe(200);
});

test('all tokens of one user act as the user; the messages that they send stay their own', async () => {
  await make('Anna', ['operator']);
  const two = [await tokenOf('Anna', 'operator'), await tokenOf('Anna', 'operator')];
  const principals = await Promise.all(two.map((token) => tokens.authenticate(token)));
  expect(principals.map((one) => [one?.actor.id, one?.actor.name])).toEqual([
    ['user:2', 'Anna'],
    ['user:2', 'Anna'],
  ]);
  expect(new Set(principals.map((one) => one?.id)).size).toBe(2);
});

test('two tokens of one name are one person, also when the first of them was revoked', async () => {
  const first = await tokens.create('Duty Officer', 'operator');
  const second = await tokens.create('duty officer', 'approver');
  const one = await tokens.authenticate(first);
  await tokens.revoke(first.slice(7, 19), { id: 'admin', name: 'admin' }, true);
  const other = await tokens.authenticate(second);
  expect(other?.actor.id).toBe(one?.actor.id);
  expect((await tokens.authenticate(admin))?.actor.id).not.toBe(one?.actor.id);
});

test('the token that had the name of a user is the same person as the user', async () => {
  const before = await tokens.authenticate(await tokens.create('Anna', 'operator'));
  await make('Anna', ['approver']);
  const after = await tokens.authenticate(await tokenOf('Anna', 'approver'));
  expect(after?.actor.also).toContain(before?.actor.id);
});

test('what the phone of a user asked for by SMS is the own of the user at the console too', async () => {
  await make('Anna', ['approver'], { phone: numberAt(1) });
  const anna = await tokens.authenticate(await tokenOf('Anna', 'approver'));
  expect(anna && isAmong(anna.actor, [`phone:${numberAt(1)}`])).toBe(true);
  expect(anna && isAmong(anna.actor, [`phone:${numberAt(2)}`])).toBe(false);
});

test('a token without a user approves until there is a user, and from then on it is told that only persons do', async () => {
  const refused = await ask('POST', '/v1/alerts/1/approve', {}, {}, machine);
  expect(refused.statusCode).toBe(403);
  expect(refused.json().detail).toBe('The token "machine room" belongs to no user: only a person approves.');
  const empty = await StoreOnDisk.open();
  const alone = new Tokens(empty.store, empty.clock);
  const old = await alone.create('old approver', 'approver');
  expect(await alone.authenticate(old)).toMatchObject({ isPerson: true });
  const anna = { roles: ['approver'], language: 'fr', phone: undefined } as const;
  await new Users(empty.store, empty.clock, () => alone.forget()).create('Anna', anna, {
    id: 'cli',
    name: 'cli',
  });
  expect(await alone.authenticate(old)).toMatchObject({ isPerson: false });
  await empty.remove();
});

test('once there are users, the token of a system neither sees nor changes them, so that nobody makes a second person with it', async () => {
  await make('Anna', ['operator'], { phone: numberAt(1) });
  const asked: readonly (readonly [Method, string, object?])[] = [
    ['GET', '/v1/users'],
    ['GET', '/v1/users/Anna'],
    ['POST', '/v1/users', { name: 'Bruno', roles: ['approver'], phone: numberAt(2) }],
    ['PUT', '/v1/users/Anna', { roles: ['approver'], phone: numberAt(2) }],
    ['POST', '/v1/users/Anna/disable'],
    ['POST', '/v1/users/Anna/enable'],
  ];
  for (const [method, url, body] of asked) {
    const refused = await ask(method, url, body, {}, machine);
    expect([url, refused.statusCode]).toEqual([url, 403]);
    expect(refused.json().detail).toContain('only a person manages them');
  }
  expect(await disk.store.findUser('Anna')).toMatchObject({
    roles: ['operator'],
    phone: numberAt(1),
    version: 1,
  });
  expect(await disk.store.findUser('Bruno')).toBeUndefined();
});

test('once there are users, the token of a system issues no codes for launches, so that it is known who has seen them', async () => {
  const refused = await ask('POST', '/v1/launch-codes', { phone: numberAt(1) }, {}, machine);
  expect(refused.statusCode).toBe(403);
  expect(refused.json().detail).toContain('only a person issues codes');
});

test('the token of a system revokes those of systems, but not that of a user', async () => {
  const revoke = (token: string, by: string) =>
    rig.app.inject({ method: 'DELETE', url: `/v1/tokens/${token.slice(7, 19)}`, headers: bearer(by) });
  const other = await tokens.create('web', 'sender');
  expect((await revoke(other, machine)).statusCode).toBe(204);
  const refused = await revoke(admin, machine);
  expect(refused.statusCode).toBe(403);
  expect(refused.json().detail).toContain('the token of a user');
  expect((await ask('GET', '/v1/users')).statusCode).toBe(200);
});

test('the user whose tokens alone can manage users is neither disabled nor made less than an admin', async () => {
  const lastAdmin = { type: 'urn:tocsin:problem:last-admin' };
  expect((await ask('POST', '/v1/users/Chief/disable')).json()).toMatchObject(lastAdmin);
  expect((await ask('PUT', '/v1/users/Chief', { roles: ['viewer'] })).json()).toMatchObject(lastAdmin);
  await make('Anna', ['admin']);
  await tokenOf('Anna', 'admin');
  expect((await ask('POST', '/v1/users/Chief/disable')).statusCode).toBe(200);
});

test('a disabled admin does not keep the last working admin token from being kept', async () => {
  await make('Anna', ['admin']);
  await tokenOf('Anna', 'admin');
  await ask('POST', '/v1/users/Anna/disable');
  await tokens.revoke(machine.slice(7, 19), { id: 'cli', name: 'cli' }, true);
  const url = `/v1/tokens/${admin.slice(7, 19)}`;
  const refused = await rig.app.inject({ method: 'DELETE', url, headers: bearer(admin) });
  expect(refused.json()).toMatchObject({ type: 'urn:tocsin:problem:last-admin' });
});

test('each change of a user is in the audit log without the phone number', async () => {
  await make('Anna', ['approver'], { phone: numberAt(1) });
  await ask('PUT', '/v1/users/Anna', { roles: ['viewer'], phone: numberAt(2) });
  await ask('POST', '/v1/users/Anna/disable');
  await ask('POST', '/v1/users/Anna/enable');
  const log = await ask('GET', '/v1/audit?subject=user:Anna');
  const actions = log.json().items.map(({ action }: { action: string }) => action);
  expect(actions).toEqual(['user.enable', 'user.disable', 'user.change', 'user.create']);
  expect(log.body).not.toContain('639980');
});
