import { createHmac, randomBytes } from 'node:crypto';

const PREFIX = 'whsec_';
const SECRET_OCTETS = 32;

/** A new secret, as the Standard Webhooks specification writes it. */
export const newSecret = (): string => PREFIX + randomBytes(SECRET_OCTETS).toString('base64');

/**
 * The headers of a signed webhook (Standard Webhooks 1.0, "Signature scheme": HMAC-SHA256 over id.timestamp.body).
 *
 * @param id the same however often it is tried: by it the other side knows what it had before
 */
export const signedHeaders = (
  secret: string,
  id: string,
  nowMs: number,
  body: string,
): Readonly<Record<string, string>> => {
  const timestamp = String(Math.floor(nowMs / 1000));
  const key = Buffer.from(secret.slice(PREFIX.length), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
};
