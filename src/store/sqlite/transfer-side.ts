import type { TransferSide } from '../transfer/side.ts';
import type { TableShape } from './schema-rows.ts';
import type { SqliteDb } from './sqlite-db.ts';

interface Trigger {
  readonly name: string;
  readonly sql: string;
}

/** A file of SQLite that is copied, or into which another store is copied. */
export const sqliteSide = (db: SqliteDb, tables: readonly TableShape[]): TransferSide => ({
  db,
  countOf: (table) => db.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get() ?? 0,
  withoutTriggers: (work) => {
    const triggers = db
      .prepare<[], Trigger>("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY rowid")
      .all();
    for (const { name } of triggers) db.exec(`DROP TRIGGER ${name}`);
    work();
    for (const { sql } of triggers) db.exec(sql);
  },
  lastNumbers: () => {
    const last = new Map<string, number>();
    for (const { name, numbered } of tables) {
      if (numbered === undefined) continue;
      last.set(
        name,
        db.prepare<[], number>(`SELECT coalesce(max(${numbered}), 0) FROM ${name}`).pluck().get() ?? 0,
      );
    }
    // A table with AUTOINCREMENT gives no number again, not even that of a row that is gone.
    const given = db
      .prepare<[], { name: string; seq: number }>('SELECT name, seq FROM sqlite_sequence')
      .all();
    for (const { name, seq } of given) last.set(name, Math.max(seq, last.get(name) ?? 0));
    return last;
  },
  setLastNumbers: (last) => {
    const update = db.prepare<[number, string]>('UPDATE sqlite_sequence SET seq = ? WHERE name = ?');
    const insert = db.prepare<[string, number]>('INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)');
    const counts = db.prepare<[string], number>(
      "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = ? AND sql LIKE '%AUTOINCREMENT%'",
    );
    for (const [name, number] of last) {
      if (counts.pluck().get(name) !== 1 || number === 0) continue;
      if (update.run(number, name).changes === 0) insert.run(name, number);
    }
  },
});
