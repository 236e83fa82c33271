import type { Msisdn } from '../../../domain/messages/msisdn.ts';
import type { AuditNote } from '../../../domain/operation/audit.ts';
import type { HashedLaunchCode } from '../../../domain/triggers/trigger-repositories.ts';
import type { Db } from '../../db.ts';

/**
 * Replaces the codes of a phone in one commit with the entry of the audit log: no code that works is without it.
 * @param audit writes an entry of the audit log
 */
export const prepareLaunchCodes = (db: Db, audit: (note: AuditNote) => void) => {
  // Used codes stay, since they say which alert they launched.
  const drop = db.prepare('DELETE FROM launch_codes WHERE phone = ? AND used_at IS NULL');
  const unlock = db.prepare('DELETE FROM launch_tries WHERE phone = ?');
  const add = db.prepare(`
    INSERT INTO launch_codes (phone, salt, hash, created_at, issued_by)
    VALUES (:phone, :salt, :hash, :at, :by)`);
  return {
    replaceLaunchCodes: (phone: Msisdn, codes: readonly HashedLaunchCode[], note: AuditNote): void => {
      drop.run(phone);
      unlock.run(phone);
      for (const { salt, hash } of codes) add.run({ phone, salt, hash, at: note.at, by: note.actor.id });
      audit(note);
    },
  };
};
