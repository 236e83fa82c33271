import { afterEach, beforeEach, expect, test } from 'vitest';
import { holdsOf } from '../../../src/access/holds.ts';
import { pendingActText } from '../../../src/access/pending-act-text.ts';
import { PendingActs } from '../../../src/access/pending-acts.ts';
import { COMMAND_LINE } from '../../../src/access/tokens.ts';
import { UserNews } from '../../../src/access/user-news.ts';
import { Users } from '../../../src/access/users.ts';
import { digest } from '../../../src/alerts/preview/digest.ts';
import { adminsFinding } from '../../../src/commands/doctor/store.ts';
import type { Role } from '../../../src/domain/access/role.ts';
import type { Msisdn } from '../../../src/domain/messages/msisdn.ts';
import { analyse } from '../../../src/domain/text/analyse.ts';
import { StoreOnDisk } from '../../support/store/store-on-disk.ts';

const HOUR_MS = 3_600_000;

let disk: StoreOnDisk;
let acts: PendingActs;
let users: Users;
const events: string[] = [];
beforeEach(async () => {
  disk = await StoreOnDisk.open();
  events.length = 0;
  users = new Users(disk.store, disk.clock, () => {});
  const untold = { prepare: async () => undefined, queued: () => {} };
  acts = new PendingActs({
    repository: disk.store,
    holdOf: holdsOf(disk.store),
    news: new UserNews(untold),
    ...untold,
    isAsked: true,
    digest,
    publish: async (type) => {
      events.push(type);
    },
    changed: () => {},
    clock: disk.clock,
  });
});
afterEach(() => disk.remove());

const admin = async (name: string, by = COMMAND_LINE) => {
  const made = await users.create(name, { roles: ['admin'], language: 'fr', phone: undefined }, by);
  return made.kind === 'done' ? { id: `user:${made.value.id}`, name } : expect.fail(made.kind);
};
const definition = (phone?: string) => ({
  roles: ['admin'] as readonly Role[],
  language: 'fr',
  phone: phone as Msisdn | undefined,
});
const page = { limit: 100, cursor: undefined };

test('an act waits for 24 hours, not a moment longer', async () => {
  const [anna, chief] = [await admin('Anna'), await admin('Chief')];
  const act = await acts.ask('create', 'Bob', definition(), undefined, anna);
  if (act === 'tooMany') return expect.fail(act);
  await disk.clock.advance(24 * HOUR_MS - 1);
  expect((await acts.list(page)).items).toEqual([act]);
  await disk.clock.advance(1);
  expect((await acts.list(page)).items).toEqual([]);
  expect(await acts.approve(act.id, act.hash, chief)).toEqual({ kind: 'notOne' });
  expect(await acts.refuse(act.id, chief)).toBe(false);
  expect(await users.get('Bob')).toBeUndefined();
  expect(events).toEqual(['act.asked']);
});

test('acts that are too old make room for new ones', async () => {
  const anna = await admin('Anna');
  const ask = (n: number) => acts.ask('create', `Bob ${n}`, definition(), undefined, anna);
  for (let n = 0; n < 10; n++) expect(await ask(n)).toMatchObject({ name: `Bob ${n}` });
  expect(await ask(10)).toBe('tooMany');
  await disk.clock.advance(24 * HOUR_MS);
  expect(await ask(11)).toMatchObject({ name: 'Bob 11' });
});

test('an admin whom the asker made before or after asking is no other person for 24 hours', async () => {
  const anna = await admin('Anna');
  const before = await admin('Before', anna);
  await disk.clock.advance(23 * HOUR_MS);
  const act = await acts.ask('create', 'Bob', definition(), undefined, anna);
  if (act === 'tooMany') return expect.fail(act);
  const after = await admin('After', anna);
  for (const puppet of [before, after])
    expect(await acts.approve(act.id, act.hash, puppet)).toMatchObject({ kind: 'own' });
  expect(await users.get('Bob')).toBeUndefined();
});

test('whoever asked has given the rights: the new user is held for them, as if nobody had been asked', async () => {
  const [anna, chief] = [await admin('Anna'), await admin('Chief')];
  const act = await acts.ask('create', 'Bob', definition(), undefined, anna);
  if (act === 'tooMany') return expect.fail(act);
  expect(await acts.approve(act.id, act.hash, chief)).toMatchObject({ kind: 'done', user: { name: 'Bob' } });
  const bob = await users.get('Bob');
  const held = holdsOf(disk.store)({
    actor: `user:${bob?.id}`,
    persons: [anna.id],
    at: disk.clock.now(),
    through: 'token',
  });
  expect(await held).toMatchObject({ what: 'role', by: 'Anna' });
});

test('an act is on disk: it is approved after a restart', async () => {
  const [anna, chief] = [await admin('Anna'), await admin('Chief')];
  const act = await acts.ask('create', 'Bob', definition('+33639980007'), undefined, anna);
  if (act === 'tooMany') return expect.fail(act);
  await disk.reopen();
  expect(await disk.store.pendingAct(act.id, disk.clock.now())).toEqual(act);
  expect(chief.name).toBe('Chief');
});

test('the erasure of a person takes the act with their phone away', async () => {
  const anna = await admin('Anna');
  await acts.ask('create', 'Bob', definition('+33639980007'), undefined, anna);
  await disk.store.persons.erase('+33639980007' as Msisdn, 'erased-1', ['+33639980007']);
  expect((await acts.list(page)).items).toEqual([]);
});

test.each(['fr', 'en'] as const)('the SMS to admins in %s fits one part', (language) => {
  for (const kind of ['create', 'replace', 'enable'] as const)
    expect(analyse(pendingActText(language, { kind, name: 'N'.repeat(64) }, 'B'.repeat(64)))).toMatchObject({
      encoding: 'gsm7',
      parts: 1,
    });
});

test('doctor warns if two persons are asked for and there is no second admin', () => {
  const counts = (admins: number) => ({
    counts: { messages: 0, unsent: 0, contacts: 0, alerts: 0, users: 3, admins },
  });
  expect(adminsFinding(true, counts(1))).toMatchObject([{ level: 'warning' }]);
  expect(adminsFinding(true, counts(2))).toEqual([]);
  expect(adminsFinding(false, counts(1))).toEqual([]);
});
