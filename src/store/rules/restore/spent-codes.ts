import type { Db } from '../../db.ts';

/** In the place of the SMS that used a code. It is stored, so it is never changed. */
const BY_RESTORE = 'a restore';

/**
 * Ends the codes of a restored database by which phones launch and approve: one that was used after the backup must not
 * work a second time, also not in a message that the backup has as not handled. Officers of alerts that still wait are
 * asked again, with new codes. Sessions and acts that wait for a second admin end too: what was ended or refused after
 * the backup must not come back.
 * @returns how many codes for launches had not been used
 */
export const spendCodes = (db: Db, nowMs: number): number => {
  db.exec(`DELETE FROM approval_pages
           WHERE wait_id IN (SELECT id FROM approval_waits WHERE settled_at IS NULL)`);
  db.exec('DELETE FROM sessions');
  db.exec('DELETE FROM pending_acts');
  const spend = db.prepare<[number, string]>(
    'UPDATE launch_codes SET used_at = ?, used_by = ? WHERE used_at IS NULL',
  );
  return spend.run(nowMs, BY_RESTORE).changes;
};
