import { z } from 'zod';
import { duration } from './duration.ts';

const httpUrl = z.url({ protocol: /^https?$/, error: 'is no address that begins with http:// or https://' });

/** A sender of CAP alerts. CAP 1.2 (3.2.1) allows no space, comma, < or &, since references to alerts contain it. */
const capSender = z.string().regex(/^[^\s,<&]{1,300}$/, 'holds a space, a comma, < or &');

/** CAP 1.2 alerts from and for other systems. */
export const capConfig = z.strictObject({
  /** How far an alert goes if nothing holds it: kept as a draft, submitted for approval, or launched. */
  launch: z.enum(['draft', 'approve', 'launch']).default('draft'),
  /** PEM files of certificates. If any is given, each document must be signed with the key of one of them. */
  certificate: z
    .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
    .transform((files) => (typeof files === 'string' ? [files] : files))
    .optional(),
  /** The senders whose alerts are accepted; left out: every sender whose token may submit CAP. */
  senders: z.array(capSender).min(1).optional(),
  /** The largest number of parts of the message that is made of an alert. */
  maxParts: z.int().min(1).max(10).default(3),
  /** Names of geocodes whose values are postal codes. Other geocodes stand for an area with the name NAME:VALUE. */
  postalCodes: z.array(z.string().min(1)).default(['postalCode', 'codePostal', 'ZIP']),
  /** The `<sender>` in the CAP alerts that other systems read from this gateway. */
  sender: capSender.default('tocsin'),
  feeds: z
    .array(
      z.strictObject({
        url: httpUrl,
        every: duration({ minMs: 5000, maxMs: 86_400_000 }).prefault('60s'),
        /**
         * Origins from which the feed's alerts are fetched, besides the feed's own. No other origin is contacted, not
         * even after a redirect.
         */
        origins: z.array(httpUrl).default([]),
      }),
    )
    .default([]),
});

export type CapConfig = z.output<typeof capConfig>;
