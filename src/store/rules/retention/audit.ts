import { GATEWAY } from '../../../domain/operation/audit.ts';
import { CUT, NO_ANCHOR } from '../../../domain/operation/audit-chain.ts';
import type { Span } from '../../../domain/operation/retention.ts';
import type { Db } from '../../db.ts';
import { prepareAudit } from '../operation/audit.ts';
import type { Sql, Sweep } from './sweep.ts';

/**
 * Deletes rows of the audit log from the old end only, and moves the anchor on: it has the hash that the next row
 * follows from. Triggers of the database refuse any other deletion.
 */
export const auditSweep: Sweep = {
  find: (sql, { before, now }, after, limit) => {
    const [from = 0] = after ?? [];
    // The first young row ends what may go. Rows with a time in the future, from a wrong clock, go with old ones after
    // them: the rows that stay must follow one another.
    const old = sql(`
      SELECT id FROM audit WHERE id > :from AND at < :before AND id < coalesce(
        (SELECT id FROM audit WHERE id > :from AND at BETWEEN :before AND :now ORDER BY id LIMIT 1),
        ${Number.MAX_SAFE_INTEGER})
      ORDER BY id DESC LIMIT 1`).get({ from, before, now }) as { readonly id: number } | undefined;
    if (old === undefined) return { keys: [], next: undefined };
    const rows = sql('SELECT id FROM audit WHERE id > ? AND id <= ? ORDER BY id LIMIT ?').all(
      from,
      old.id,
      limit,
    );
    const keys = (rows as { readonly id: number }[]).map(({ id }) => [id]);
    return { keys, next: keys.length < limit ? undefined : keys.at(-1) };
  },
  remove: (sql, { now }, [id]) => {
    const oldest = sql('SELECT id, hash FROM audit WHERE id = (SELECT min(id) FROM audit)').get() as
      | { readonly id: number; readonly hash: string }
      | undefined;
    if (oldest === undefined || oldest.id !== id) return 0;
    sql(`
      INSERT INTO audit_anchor (id, at, rows, through_id, hash) VALUES (1, :now, 1, :id, :hash)
      ON CONFLICT (id) DO UPDATE
      SET at = :now, rows = audit_anchor.rows + 1, through_id = :id, hash = :hash`).run({
      now,
      id: oldest.id,
      hash: oldest.hash,
    });
    return sql('DELETE FROM audit WHERE id = ?').run(oldest.id).changes;
  },
};

/** Writes into the chain what the anchor has, so that nobody can cut the old end and write an anchor to it. */
export const prepareNoteCut = (db: Db) => {
  const note = prepareAudit(db);
  return (sql: Sql, { now }: Span): void => {
    const anchor = sql('SELECT rows, through_id AS throughId, hash FROM audit_anchor').get() ?? NO_ANCHOR;
    note({ at: now, actor: GATEWAY, action: CUT, subject: 'audit', detail: { ...anchor } });
  };
};
