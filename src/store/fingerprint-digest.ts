import { createHash } from 'node:crypto';

/** How each digest begins. */
export const DIGEST_MARK = 'sha256:';

/**
 * The form in which a fingerprint is stored. The fingerprint that a modem gives is the whole PDU, which contains the
 * number and the text of the sender. Its SHA-256 is enough to recognise the PDU when it comes again.
 */
export const digestOf = (fingerprint: string): string =>
  DIGEST_MARK + createHash('sha256').update(fingerprint).digest('hex');
