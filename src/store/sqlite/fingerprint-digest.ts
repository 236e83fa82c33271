import { createHash } from 'node:crypto';
import type { Db } from './open.ts';

const MARK = 'sha256:';

/**
 * What is kept of a message's fingerprint. A modem gives the whole PDU, which holds the sender's number and the text; to
 * recognise it when it comes again, its SHA-256 is enough.
 */
export const digestOf = (fingerprint: string): string =>
  MARK + createHash('sha256').update(fingerprint).digest('hex');

/** Of messages that a version before kept with their PDU: few, and none after 30 days. */
export const digestOldFingerprints = (db: Db): void => {
  db.function('fingerprint_digest', { deterministic: true }, (text) => digestOf(String(text)));
  db.exec(`UPDATE inbound_seen SET fingerprint = fingerprint_digest(fingerprint)
           WHERE fingerprint NOT GLOB '${MARK}*'`);
};
