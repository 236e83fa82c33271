import type { TokenRemoval } from '../../../../domain/access/token.ts';
import type { AuditNote } from '../../../../domain/operation/audit.ts';
import type { Db } from '../../open.ts';
import { prepareAudit } from './audit.ts';

/** Deletes a token, in one commit with the entry of the audit log. */
export const prepareRemoveToken = (db: Db) => {
  const audit = prepareAudit(db);
  const find = db.prepare<[string], { role: string }>('SELECT role FROM tokens WHERE id = ?');
  const otherAdmin = db.prepare<[string], unknown>(
    "SELECT 1 FROM tokens WHERE role = 'admin' AND id <> ? LIMIT 1",
  );
  const remove = db.prepare('DELETE FROM tokens WHERE id = ?');
  return (id: string, note: AuditNote): TokenRemoval => {
    const token = find.get(id);
    if (token === undefined) return 'unknown';
    if (token.role === 'admin' && otherAdmin.get(id) === undefined) return 'lastAdmin';
    remove.run(id);
    audit(note);
    return 'removed';
  };
};
