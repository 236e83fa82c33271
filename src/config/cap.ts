import { z } from 'zod';
import { duration } from './duration.ts';

const httpUrl = z.url({ protocol: /^https?$/, error: 'is no address that begins with http:// or https://' });

/** A sender of CAP alerts: what a reference is made of has no space, comma, < or & (3.2.1). */
const capSender = z.string().regex(/^[^\s,<&]{1,300}$/, 'holds a space, a comma, < or &');

/** Alerts from and for other systems, as CAP 1.2. */
export const capConfig = z.strictObject({
  /** How far an alert goes that nothing holds: a draft, handed in for approval, or out. */
  launch: z.enum(['draft', 'approve', 'launch']).default('draft'),
  /** PEM files: then every document has to be signed with the key of one of them. */
  certificate: z
    .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
    .transform((files) => (typeof files === 'string' ? [files] : files))
    .optional(),
  /** Who is listened to; left out: anybody whose token may. */
  senders: z.array(capSender).min(1).optional(),
  /** Of the SMS that is made of an alert. */
  maxParts: z.int().min(1).max(10).default(3),
  /** Names of geocodes whose values are postal codes. Others are looked for as an area called NAME:VALUE. */
  postalCodes: z.array(z.string().min(1)).default(['postalCode', 'codePostal', 'ZIP']),
  /** Who we are in the alerts that others read here. */
  sender: capSender.default('tocsin'),
  feeds: z
    .array(
      z.strictObject({
        url: httpUrl,
        every: duration({ minMs: 5000, maxMs: 86_400_000 }).prefault('60s'),
        /** Beside the feed's own, from where its alerts may come. Nothing else is asked for, by redirects neither. */
        origins: z.array(httpUrl).default([]),
      }),
    )
    .default([]),
});

export type CapConfig = z.output<typeof capConfig>;
