import { prepareChain } from '../../rules/operation/audit.ts';
import type { SqliteDb } from '../sqlite-db.ts';

/** How many rows one commit moves: some 20 ms. */
const PIECE = 1000;

interface OldRow {
  readonly id: number;
  readonly at: number;
  readonly actor: string;
  readonly actorName: string;
  readonly action: string;
  readonly subject: string;
  readonly detail: string;
}

const isThere = (db: SqliteDb): boolean =>
  db.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'audit_unchained'").get() !==
  undefined;

/**
 * Moves the rows of an audit log from before there was a chain into the chain, oldest first, with their ids. After a
 * crash it goes on where it was. Nothing else is written to the log before it is done.
 */
export const chainOldAudit = (db: SqliteDb): void => {
  if (!isThere(db)) return;
  const add = prepareChain(db);
  const piece = db.transaction((): boolean => {
    // Another process may have moved the last rows meanwhile.
    if (!isThere(db)) return false;
    const rows = db
      .prepare<[number], OldRow>(
        `SELECT id, at, actor, actor_name AS actorName, action, subject, detail
         FROM audit_unchained ORDER BY id LIMIT ?`,
      )
      .all(PIECE);
    for (const { id, ...row } of rows) add(row, id);
    const last = rows.at(-1);
    if (last !== undefined) {
      db.prepare('DELETE FROM audit_unchained WHERE id <= ?').run(last.id);
      return true;
    }
    // The next id follows the last one ever given, also if that row was deleted for its age.
    const given = db
      .prepare<[], number>("SELECT seq FROM sqlite_sequence WHERE name = 'audit_unchained'")
      .pluck()
      .get();
    if (given !== undefined) {
      db.prepare("DELETE FROM sqlite_sequence WHERE name = 'audit'").run();
      db.prepare("INSERT INTO sqlite_sequence (name, seq) VALUES ('audit', ?)").run(given);
    }
    db.exec('DROP TABLE audit_unchained');
    return false;
  });
  while (piece.immediate());
};
