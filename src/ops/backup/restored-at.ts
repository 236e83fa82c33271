import type { AuditRepository } from '../../domain/operation/audit.ts';

/** When a backup was restored last, ms since the epoch; undefined: never, as far as the audit log goes back. */
export const restoredAt = async (repository: Pick<AuditRepository, 'audit'>): Promise<number | undefined> => {
  const filter = { actor: undefined, action: 'backup.restore', subject: 'store', since: undefined };
  const { items } = await repository.audit(filter, { limit: 1, cursor: undefined });
  return items[0]?.at;
};
