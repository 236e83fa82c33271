import { createHmac, randomBytes } from 'node:crypto';

const PREFIX = 'whsec_';
const SECRET_OCTETS = 32;

/** Makes a secret in the form of the Standard Webhooks specification. */
export const newSecret = (): string => PREFIX + randomBytes(SECRET_OCTETS).toString('base64');

/**
 * The headers of a signed webhook (Standard Webhooks 1.0, "Signature scheme": HMAC-SHA256 over id.timestamp.body).
 *
 * @param id stays the same for every attempt, so that the receiver can recognise a repetition
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
