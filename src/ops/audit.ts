import type { Audit, AuditRepository } from '../domain/operation/audit.ts';
import type { Clock } from '../kernel/clock.ts';

/** The log of who did what, with the time at which it was told. */
export const auditOf = (repository: Pick<AuditRepository, 'addAudit'>, clock: Clock): Audit => ({
  record: (actor, action, subject, detail = {}) =>
    repository.addAudit({ at: clock.now(), actor, action, subject, detail }),
});
