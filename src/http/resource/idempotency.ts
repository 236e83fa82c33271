import { hash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';
import { Refusal } from '../server/problems.ts';

const KEY = /^[\x21-\x7e]{1,255}$/;

/** The Idempotency-Key header of every POST that creates something. */
export const idempotencyHeaders = z.object({
  'idempotency-key': z
    .string()
    .regex(KEY)
    .optional()
    .meta({
      description:
        'Makes a retry harmless: the same key gets the first answer again, with Idempotency-Replayed: true. The same ' +
        'key with another request is refused with 422. Keys belong to the token.',
      examples: ['8e03978e-40d5-43dd-bc93-6894a57f9324'],
    }),
});

/**
 * The Idempotency-Key of the request; undefined: it has none.
 * @throws Refusal if the key is not 1 to 255 visible ASCII characters
 */
export const idempotencyKey = (headers: IncomingHttpHeaders): string | undefined => {
  const key = headers['idempotency-key'];
  if (key === undefined || (typeof key === 'string' && KEY.test(key))) return key;
  throw new Refusal('validation', {
    errors: [{ path: 'Idempotency-Key', message: 'is not 1 to 255 visible ASCII characters' }],
  });
};

/** The key and digest by which `accept` recognises a retry. The layout of the JSON makes no difference. */
export const onceOf = (key: string | undefined, path: string, input: object) =>
  key === undefined
    ? undefined
    : { key, digest: hash('sha256', `POST ${path}\n${JSON.stringify(input)}`, 'hex') };
