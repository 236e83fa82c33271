import type { TableShape } from '../sqlite/schema-rows.ts';
import type { TransferSide } from '../transfer/side.ts';
import type { PostgresDb } from './postgres-db.ts';

interface Sequence {
  readonly table: string;
  readonly column: string;
  readonly name: string;
}

/** Another program may hold a table for long, and a transfer that is given up begins anew. */
const PATIENT = { isPatient: true };

/** A database of PostgreSQL that is copied, or into which another store is copied. */
export const postgresSide = (db: PostgresDb, tables: readonly TableShape[]): TransferSide => {
  const sequences = (): readonly Sequence[] =>
    tables.flatMap(({ name: table, numbered: column }) => {
      if (column === undefined) return [];
      const sequence = db.prepare<[string, string], string | null>('SELECT pg_get_serial_sequence(?, ?)');
      const name = sequence.pluck().get(table, column) ?? undefined;
      return name === undefined ? [] : [{ table, column, name }];
    });
  return {
    db,
    countOf: (table) => db.prepare<[], number>(`SELECT count(*) FROM ${table}`, PATIENT).pluck().get() ?? 0,
    withoutTriggers: (work) => {
      for (const { name } of tables) db.exec(`ALTER TABLE ${name} DISABLE TRIGGER USER`, PATIENT);
      work();
      for (const { name } of tables) db.exec(`ALTER TABLE ${name} ENABLE TRIGGER USER`, PATIENT);
    },
    lastNumbers: () =>
      new Map(
        sequences().map(({ table, column, name }) => {
          const last = db.prepare<[], number>(`
            SELECT greatest((SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM ${name}),
                            (SELECT coalesce(max(${column}), 0) FROM ${table}))`);
          return [table, last.pluck().get() ?? 0];
        }),
      ),
    setLastNumbers: (last) => {
      for (const { table, name } of sequences()) {
        const number = last.get(table) ?? 0;
        if (number > 0) db.prepare<[string, number]>('SELECT setval(CAST(? AS TEXT), ?)').get(name, number);
      }
    },
  };
};
