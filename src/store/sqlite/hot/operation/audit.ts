import type { AuditNote } from '../../../../domain/operation/audit.ts';
import type { Db } from '../../open.ts';

/** For whatever must be in one commit with the record of who did it. */
export const prepareAudit = (db: Db) => {
  const add = db.prepare(
    'INSERT INTO audit (at, actor, actor_name, action, subject, detail) VALUES (?, ?, ?, ?, ?, ?)',
  );
  return ({ at, actor, action, subject, detail }: AuditNote): void => {
    add.run(at, actor.id, actor.name, action, subject, JSON.stringify(detail));
  };
};
