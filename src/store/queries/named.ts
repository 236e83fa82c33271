import type { Change, Named, NamedRepository } from '../../kernel/named.ts';
import type { Queries } from '../tables/tables.ts';
import { cutPage, idAfter } from './paging.ts';

type Table =
  | 'lists'
  | 'segments'
  | 'areas'
  | 'templates'
  | 'scenarios'
  | 'schedules'
  | 'keywords'
  | 'drills'
  | 'rosters';

interface Row {
  readonly id: number;
  readonly name: string;
  readonly definition: string;
  readonly created_at: number;
  readonly version: number;
}

/**
 * The repository of one kind of named resource; the tables of all kinds have the same columns. `definition` is JSON,
 * which the caller has checked.
 */
export const namedRepository = <Definition>(
  db: Queries,
  table: Table,
): Omit<NamedRepository<Definition>, 'remove'> => {
  const toNamed = (row: Row): Named<Definition> => ({
    id: row.id,
    name: row.name,
    definition: JSON.parse(row.definition) as Definition,
    createdAt: row.created_at,
    version: row.version,
  });

  const get = async (id: number): Promise<Named<Definition> | undefined> => {
    const row = await db.selectFrom(table).selectAll().where('id', '=', id).executeTakeFirst();
    return row === undefined ? undefined : toNamed(row);
  };

  return {
    create: async (name, definition, nowMs) => {
      const row = await db
        .insertInto(table)
        .values({ name, definition: JSON.stringify(definition), created_at: nowMs })
        .onConflict((conflict) => conflict.doNothing())
        .returningAll()
        .executeTakeFirst();
      return row === undefined ? 'taken' : toNamed(row);
    },

    get,

    list: async (page) => {
      const rows = await db
        .selectFrom(table)
        .selectAll()
        .where('id', '>', idAfter(page))
        .orderBy('id')
        .limit(page.limit + 1)
        .execute();
      return cutPage(rows.map(toNamed), page, ({ id }) => String(id));
    },

    replace: async (id, name, definition, version): Promise<Change<Named<Definition>>> => {
      const row = await db
        .updateTable(table)
        .set(({ eb }) => ({
          name,
          definition: JSON.stringify(definition),
          version: eb('version', '+', 1),
        }))
        .where('id', '=', id)
        .where((eb) => (version === undefined ? eb.lit(true) : eb('version', '=', version)))
        // The name is checked in the same statement: between two statements, another request could take the name.
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom(`${table} as other`)
                .select('other.id')
                .where('other.name', '=', name)
                .where('other.id', '<>', id),
            ),
          ),
        )
        .returningAll()
        .executeTakeFirst();
      if (row !== undefined) return { kind: 'done', value: toNamed(row) };
      const there = await get(id);
      if (there === undefined) return { kind: 'unknown' };
      return { kind: version === undefined || there.version === version ? 'taken' : 'changed' };
    },
  };
};
