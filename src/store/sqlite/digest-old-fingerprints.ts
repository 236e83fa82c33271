import { DIGEST_MARK, digestOf } from '../fingerprint-digest.ts';
import type { SqliteDb } from './sqlite-db.ts';

/**
 * Replaces fingerprints that an earlier version stored as whole PDUs. A message may have both: that version may have
 * run again after a later one.
 */
export const digestOldFingerprints = (db: SqliteDb): void => {
  db.function('fingerprint_digest', { deterministic: true }, (text) => digestOf(String(text)));
  const isOld = `fingerprint NOT GLOB '${DIGEST_MARK}*'`;
  db.exec(`INSERT INTO inbound_seen (route, fingerprint, at)
             SELECT route, fingerprint_digest(fingerprint), at FROM inbound_seen WHERE ${isOld} ON CONFLICT DO NOTHING;
           DELETE FROM inbound_seen WHERE ${isOld}`);
};
