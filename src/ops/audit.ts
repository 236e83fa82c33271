import type { Audit, AuditRepository } from '../domain/operation/audit.ts';
import type { Clock } from '../kernel/clock.ts';

/** Writes the audit log. Each entry has the time at which `record` was called. */
export const auditOf = (repository: Pick<AuditRepository, 'addAudit'>, clock: Clock): Audit => ({
  record: (actor, action, subject, detail = {}) =>
    repository.addAudit({ at: clock.now(), actor, action, subject, detail }),
});
