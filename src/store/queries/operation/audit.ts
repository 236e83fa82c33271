import { type ExpressionBuilder, type Selectable, sql } from 'kysely';
import type { AuditDetail, AuditEntry, AuditFilter } from '../../../domain/operation/audit.ts';
import type { Page, Paged } from '../../../kernel/page.ts';
import type { Queries, Tables } from '../../tables/tables.ts';
import { cutPage, idBefore } from '../paging.ts';

const toEntry = (row: Selectable<Tables['audit']>): AuditEntry => ({
  id: row.id,
  at: row.at,
  actor: { id: row.actor, name: row.actor_name },
  action: row.action,
  subject: row.subject,
  detail: JSON.parse(row.detail) as AuditDetail,
});

export const exportsOf = async (
  db: Queries,
  sha256: string,
  limit: number,
): Promise<readonly AuditEntry[]> => {
  const rows = await db
    .selectFrom('audit')
    .selectAll()
    .where('action', 'in', [sql.lit('alert.export'), sql.lit('report.export')])
    .where(sql<boolean>`detail ->> '$.sha256' = ${sha256}`)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return rows.map(toEntry);
};

export const listAudit = async (
  db: Queries,
  { actor, action, subject, since }: AuditFilter,
  page: Page,
): Promise<Paged<AuditEntry>> => {
  let query = db
    .selectFrom('audit')
    .selectAll()
    .where('id', '<', idBefore(page))
    .orderBy('id', 'desc')
    .limit(page.limit + 1);
  if (actor !== undefined)
    query = query.where((eb) => eb.or([eb('actor', '=', actor), eb('actor_name', '=', actor)]));
  if (action !== undefined) query = query.where(within('action', action, '.'));
  if (subject !== undefined) query = query.where(within('subject', subject, ':'));
  if (since !== undefined) query = query.where('at', '>=', since);
  const entries = (await query.execute()).map(toEntry);
  return cutPage(entries, page, ({ id }) => String(id));
};

/**
 * For the name `route`, matches `route` itself and everything that begins with `route.`. The condition is a range, not
 * LIKE: SQLite can use an index for a range, and `%` is an ordinary character in it.
 */
const within =
  (column: 'action' | 'subject', name: string, separator: '.' | ':') =>
  (eb: ExpressionBuilder<Tables, 'audit'>) => {
    const end = String.fromCharCode(separator.charCodeAt(0) + 1);
    return eb.or([
      eb(column, '=', name),
      eb.and([eb(column, '>=', `${name}${separator}`), eb(column, '<', `${name}${end}`)]),
    ]);
  };
