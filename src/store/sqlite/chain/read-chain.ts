import { Kysely, SqliteDialect } from 'kysely';
import type { AuditChainRepository } from '../../../domain/operation/audit-export.ts';
import { auditChainRepository } from '../../queries/operation/audit-chain.ts';
import type { Tables } from '../../tables/tables.ts';
import { openForReading } from '../open.ts';

export interface OpenedChain extends AuditChainRepository {
  close(): Promise<void>;
}

/**
 * Opens the chain of a database only for reading, also while the gateway runs, or of a copy. Nothing is migrated.
 * @throws SqliteError if the file can't be opened
 */
export const openChain = (path: string): OpenedChain => {
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: openForReading(path) }) });
  return { ...auditChainRepository(db), close: () => db.destroy() };
};
