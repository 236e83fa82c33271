import { afterEach, beforeEach, expect, test } from 'vitest';
import { holdsOf } from '../../../src/access/holds.ts';
import { PendingActs } from '../../../src/access/pending-acts.ts';
import { COMMAND_LINE, Tokens } from '../../../src/access/tokens.ts';
import { UserNews } from '../../../src/access/user-news.ts';
import { Users } from '../../../src/access/users.ts';
import { digest } from '../../../src/alerts/preview/digest.ts';
import type { User } from '../../../src/domain/access/user.ts';
import { bearer, HttpRig } from '../../support/http/http-rig.ts';
import { StoreOnDisk } from '../../support/store/store-on-disk.ts';

/** Users that somebody else changes right after they were read. */
class ReadAndChanged extends Users {
  between: (() => Promise<unknown>) | undefined;
  override async get(name: string): Promise<User | undefined> {
    const read = await super.get(name);
    const { between } = this;
    this.between = undefined;
    await between?.();
    return read;
  }
}

let disk: StoreOnDisk;
let users: ReadAndChanged;
let acts: PendingActs;
let rig: HttpRig;
let token: string;
const anna = { id: 'user:1', name: 'Anna' };
beforeEach(async () => {
  disk = await StoreOnDisk.open();
  const { store, clock } = disk;
  const tokens = new Tokens(store, clock);
  users = new ReadAndChanged(store, clock, () => tokens.forget());
  const untold = { prepare: async () => undefined, queued: () => {} };
  acts = new PendingActs({
    repository: store,
    holdOf: holdsOf(store),
    news: new UserNews(untold),
    ...untold,
    isAsked: true,
    digest,
    publish: async () => {},
    changed: () => tokens.forget(),
    clock,
  });
  rig = new HttpRig(undefined, { tokens, users, pendingActs: acts });
  for (const name of ['Anna', 'Chief'])
    await users.create(name, { roles: ['admin'], language: 'fr', phone: undefined }, COMMAND_LINE);
  token = await tokens.create('laptop', 'admin', await users.get('Anna'));
  await tokens.create('laptop of Chief', 'admin', await users.get('Chief'));
});
afterEach(async () => {
  await rig.app.close();
  await disk.remove();
});

const weak = { roles: ['sender'], language: 'fr', phone: undefined } as const;
const ask = async (method: 'PUT' | 'POST', path: string, payload?: object, headers = {}) =>
  (
    await rig.app.inject({
      method,
      url: `/v1/users/${path}`,
      headers: { ...bearer(token), ...headers },
      ...(payload && { payload }),
    })
  ).statusCode;

test.each([
  ['without a version', {}],
  ['with the version that the new user will have', { 'if-match': '"1"' }],
])('nobody becomes an admin by one person, made and replaced at one moment, %s', async (_how, headers) => {
  users.between = () => users.create('Bob', weak, anna);
  expect(await ask('PUT', 'Bob', { roles: ['admin'], language: 'fr' }, headers)).toBe(404);
  expect(await users.get('Bob')).toMatchObject({ roles: ['sender'] });
});

test('nobody with rights comes back by one person, disabled and enabled at one moment', async () => {
  await users.create('Bob', { ...weak, roles: ['admin'] }, COMMAND_LINE);
  const { version = 0 } = (await users.get('Bob')) ?? {};
  for (const headers of [{}, { 'if-match': `"${version + 1}"` }]) {
    users.between = () => users.disable('Bob', { version: undefined, by: { id: 'user:2', name: 'Chief' } });
    expect(await ask('POST', 'Bob/enable', undefined, headers)).toBe(412);
    expect((await users.get('Bob'))?.disabledAt).toBeDefined();
    await users.enable('Bob', { version: undefined, by: COMMAND_LINE });
    disk.fill(`UPDATE users SET version = ${version} WHERE name = 'Bob'`);
  }
});

test('of an approval, a refusal and the end of the asker at one moment, the act is carried out once or not at all', async () => {
  const chief = { id: 'user:2', name: 'Chief' };
  for (const roles of [['admin'], ['approver']] as const) {
    const act = await acts.ask('create', `New ${roles}`, { ...weak, roles }, undefined, anna);
    if (act === 'tooMany') return expect.fail(act);
    const [approved, refused, ended] = await Promise.all([
      acts.approve(act.id, act.hash, chief),
      acts.refuse(act.id, chief),
      users.replace('Anna', weak, { version: undefined, by: chief }),
    ]);
    expect(ended.kind).toBe('done');
    expect([approved.kind === 'done', refused].filter(Boolean)).toHaveLength(1);
    expect((await users.get(act.name)) !== undefined).toBe(approved.kind === 'done');
    // The asker is no admin any more: what else was asked by then is not carried out.
    const late = await acts.ask('create', `Late ${roles}`, { ...weak, roles }, undefined, anna);
    if (late === 'tooMany') return expect.fail(late);
    expect(await acts.approve(late.id, act.hash, chief)).toEqual({ kind: 'other' });
    expect(await acts.approve(late.id, late.hash, chief)).toMatchObject({ kind: 'own' });
    await users.replace('Anna', { ...weak, roles: ['admin'] }, { version: undefined, by: COMMAND_LINE });
  }
});
