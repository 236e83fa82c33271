import type { Selectable } from 'kysely';
import { foldName } from '../../../domain/access/fold-name.ts';
import type { Given, Grant } from '../../../domain/access/hold.ts';
import type { Role } from '../../../domain/access/role.ts';
import type { User } from '../../../domain/access/user.ts';
import type { Msisdn } from '../../../domain/messages/msisdn.ts';
import type { Page, Paged } from '../../../kernel/page.ts';
import type { UsersTable } from '../../tables/access-tables.ts';
import type { Queries } from '../../tables/tables.ts';
import { cutPage, idAfter } from '../paging.ts';

type Row = Selectable<UsersTable>;

const toUser = (row: Row): User => ({
  id: row.id,
  name: row.name,
  roles: JSON.parse(row.roles) as readonly Role[],
  language: row.language,
  phone: (row.phone as Msisdn | null) ?? undefined,
  disabledAt: row.disabled_at ?? undefined,
  createdAt: row.created_at,
  version: row.version,
});

export const getUser = async (db: Queries, id: number): Promise<User | undefined> => {
  const row = await db.selectFrom('users').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? undefined : toUser(row);
};

export const findUser = async (db: Queries, name: string): Promise<User | undefined> => {
  const row = await db
    .selectFrom('users')
    .selectAll()
    .where('name_key', '=', foldName(name))
    .executeTakeFirst();
  return row === undefined ? undefined : toUser(row);
};

export const userOfPhone = async (db: Queries, phone: Msisdn): Promise<User | undefined> => {
  const row = await db
    .selectFrom('users')
    .selectAll()
    .where('phone', '=', phone)
    .where('disabled_at', 'is', null)
    .executeTakeFirst();
  return row === undefined ? undefined : toUser(row);
};

/** All users with this phone, also those who are disabled. */
export const usersOf = async (db: Queries, phone: Msisdn): Promise<readonly User[]> => {
  const rows = await db.selectFrom('users').selectAll().where('phone', '=', phone).orderBy('id').execute();
  return rows.map(toUser);
};

export const grantsTo = async (db: Queries, id: number): Promise<readonly Grant[]> => {
  const rows = await db
    .selectFrom('user_grants')
    .selectAll()
    .where('user_id', '=', id)
    .orderBy('what')
    .execute();
  return rows.map(({ what, by_id, by_name, at }) => ({
    what: what as Given,
    by: by_id,
    byName: by_name,
    at,
  }));
};

export const listUsers = async (db: Queries, page: Page): Promise<Paged<User>> => {
  const rows = await db
    .selectFrom('users')
    .selectAll()
    .where('id', '>', idAfter(page))
    .orderBy('id')
    .limit(page.limit + 1)
    .execute();
  return cutPage(rows.map(toUser), page, ({ id }) => String(id));
};
