import { DIGEST_MARK, digestOf } from '../fingerprint-digest.ts';
import type { SqliteDb } from './sqlite-db.ts';

/** Replaces fingerprints that an earlier version stored as whole PDUs. They are few, and none is left after 30 days. */
export const digestOldFingerprints = (db: SqliteDb): void => {
  db.function('fingerprint_digest', { deterministic: true }, (text) => digestOf(String(text)));
  db.exec(`UPDATE inbound_seen SET fingerprint = fingerprint_digest(fingerprint)
           WHERE fingerprint NOT GLOB '${DIGEST_MARK}*'`);
};
