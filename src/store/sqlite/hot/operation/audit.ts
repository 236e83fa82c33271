import type { AuditNote } from '../../../../domain/operation/audit.ts';
import type { Db } from '../../open.ts';

/** Writes an entry of the audit log, for statements that must be in one commit with it. */
export const prepareAudit = (db: Db) => {
  const add = db.prepare(`
    INSERT INTO audit (at, actor, actor_name, action, subject, detail)
    VALUES (:at, :actor, :actorName, :action, :subject, :detail)`);
  return ({ at, actor, action, subject, detail }: AuditNote): void => {
    const { id, name } = actor;
    add.run({ at, actor: id, actorName: name, action, subject, detail: JSON.stringify(detail) });
  };
};
