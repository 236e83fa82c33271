import { afterEach, beforeEach, expect, test } from 'vitest';
import { COMMAND_LINE } from '../../../src/access/tokens.ts';
import { UserNews, userNewsText } from '../../../src/access/user-news.ts';
import { Users } from '../../../src/access/users.ts';
import { roles } from '../../../src/domain/access/role.ts';
import { USERS_OWNER } from '../../../src/domain/access/user.ts';
import { MessageIds } from '../../../src/domain/messages/message-id.ts';
import { analyse } from '../../../src/domain/text/analyse.ts';
import { numberAt } from '../../support/people/people.ts';
import { newMessage } from '../../support/store/messages.ts';
import { StoreOnDisk } from '../../support/store/store-on-disk.ts';

const CHIEF = { id: 'user:9', name: 'Chief' };
const [OLD, NEW] = [numberAt(1), numberAt(2)];

let disk: StoreOnDisk;
let users: Users;
let queued: string[];
beforeEach(async () => {
  disk = await StoreOnDisk.open();
  const { store, clock } = disk;
  const ids = new MessageIds(0);
  queued = [];
  const news = new UserNews({
    prepare: async ({ to, text, reference }) =>
      newMessage({ id: ids.next(clock.now()), to, text, reference, owner: USERS_OWNER }),
    queued: (messages) => queued.push(...messages.map(({ to }) => to)),
  });
  users = new Users(store, clock, () => {}, news);
  const anna = { roles: ['operator'], language: 'fr', phone: OLD } as const;
  await new Users(store, clock, () => {}).create('Anna', anna, COMMAND_LINE);
});
afterEach(() => disk.remove());

const stored = async () => {
  const filter = { state: undefined, priority: undefined, to: undefined, reference: undefined } as const;
  const more = { since: undefined, owner: USERS_OWNER, alert: undefined };
  const { items } = await disk.store.list({ ...filter, ...more }, { limit: 20, cursor: undefined });
  return items.toReversed().map(({ to, text }) => ({ to, text }));
};
const by = { version: undefined, by: CHIEF };

test('a user whose phone another changes is told at the old phone and at the new one, and neither text has a number', async () => {
  await users.replace('Anna', { roles: ['operator'], language: 'fr', phone: NEW }, by);
  const text =
    "Chief a changé le téléphone de Anna dans la passerelle d'alerte. Pas prévu ? Appelez un responsable.";
  expect(await stored()).toEqual([
    { to: OLD, text },
    { to: NEW, text },
  ]);
  expect(queued).toEqual([OLD, NEW]);
});

test('a user who gets a role, is made or is enabled is told in their language; a change of the language alone says nothing', async () => {
  await users.replace('Anna', { roles: ['operator'], language: 'en', phone: OLD }, by);
  expect(await stored()).toEqual([]);
  await users.replace('Anna', { roles: ['operator', 'approver'], language: 'en', phone: OLD }, by);
  await users.create('Bruno', { roles: ['viewer'], language: 'fr', phone: NEW }, CHIEF);
  await users.disable('Anna', by);
  await users.enable('Anna', by);
  await users.enable('Anna', by);
  expect(await stored()).toEqual([
    {
      to: OLD,
      text: 'Alert gateway: Chief has changed the rights of Anna: operator, approver. Unexpected? Call your manager.',
    },
    {
      to: NEW,
      text: "Chief vous a inscrit à la passerelle d'alerte : Bruno, lecture. Pas prévu ? Appelez un responsable.",
    },
    {
      to: OLD,
      text: 'Chief has enabled Anna again in the alert gateway: operator, approver. Unexpected? Call your manager.',
    },
  ]);
});

test('a change that is refused tells nobody, and nothing is told at the command line', async () => {
  const other = { roles: ['operator'], language: 'fr', phone: NEW } as const;
  expect(await users.replace('Anna', other, { version: 7, by: CHIEF })).toEqual({ kind: 'changed' });
  await new Users(disk.store, disk.clock, () => {}).replace('Anna', other, {
    version: undefined,
    by: COMMAND_LINE,
  });
  expect(await stored()).toEqual([]);
  expect(queued).toEqual([]);
});

test('every text fits one GSM 7-bit part in both languages, however long the names are', () => {
  const long = 'Abcdefghijklmnopqrstuvwxyz0123456789';
  for (const change of ['made', 'enabled', 'phone', 'roles', 'phoneAndRoles'] as const)
    for (const language of ['fr', 'en']) {
      const text = userNewsText(change, { name: long, roles, language }, long);
      expect({ change, ...analyse(text) }).toMatchObject({ change, encoding: 'gsm7', parts: 1 });
    }
});
