import { createHash } from 'node:crypto';
import type { SqliteDb } from './sqlite-db.ts';

const MARK = 'sha256:';

/**
 * The form in which a fingerprint is stored. The fingerprint that a modem gives is the whole PDU, which contains the
 * number and the text of the sender. Its SHA-256 is enough to recognise the PDU when it comes again.
 */
export const digestOf = (fingerprint: string): string =>
  MARK + createHash('sha256').update(fingerprint).digest('hex');

/** Replaces fingerprints that an earlier version stored as whole PDUs. They are few, and none is left after 30 days. */
export const digestOldFingerprints = (db: SqliteDb): void => {
  db.function('fingerprint_digest', { deterministic: true }, (text) => digestOf(String(text)));
  db.exec(`UPDATE inbound_seen SET fingerprint = fingerprint_digest(fingerprint)
           WHERE fingerprint NOT GLOB '${MARK}*'`);
};
