import { sql } from 'kysely';
import {
  type AuditAnchor,
  type AuditHead,
  type ChainedRow,
  NO_ANCHOR,
} from '../../../domain/operation/audit-chain.ts';
import type { AuditChainRepository } from '../../../domain/operation/audit-export.ts';
import type { Queries } from '../../tables/tables.ts';

const anchorOf = async (db: Queries): Promise<AuditAnchor> => {
  const row = await db.selectFrom('audit_anchor').selectAll().executeTakeFirst();
  return row === undefined ? NO_ANCHOR : { rows: row.rows, throughId: row.through_id, hash: row.hash };
};

const headOf = async (db: Queries): Promise<AuditHead> => {
  const row = await db
    .selectFrom('audit')
    .select(['id', 'hash'])
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (row !== undefined) return row;
  const { throughId: id, hash } = await anchorOf(db);
  return { id, hash };
};

const rowsAfter = async (db: Queries, afterId: number, limit: number): Promise<readonly ChainedRow[]> => {
  const rows = await db
    .selectFrom('audit')
    .selectAll()
    .where('id', '>', afterId)
    .orderBy('id')
    .limit(sql.lit(limit))
    .execute();
  return rows.map((row) => ({
    id: row.id,
    at: row.at,
    action: row.action,
    actor: row.actor,
    actorName: row.actor_name,
    subject: row.subject,
    detail: row.detail,
    salts: { actor: row.actor_salt, subject: row.subject_salt, detail: row.detail_salt },
    seals: { actor: row.actor_seal, subject: row.subject_seal, detail: row.detail_seal },
    hash: row.hash,
  }));
};

/** Reads the chain of the audit log. */
export const auditChainRepository = (db: Queries): AuditChainRepository => ({
  auditAnchor: () => anchorOf(db),
  auditHead: () => headOf(db),
  auditRows: (afterId, limit) => rowsAfter(db, afterId, limit),
});
