import { z } from 'zod';
import { severities } from '../domain/alerts/alert.ts';

/** How alerts are let go. */
export const alertsConfig = z.strictObject({
  /** Which alerts a second person must approve before they are launched; exercises are no live alerts. */
  twoPersons: z.enum(['never', 'live', 'always']).default('never'),
  /** Severities at which an alert may go also to who has opted out: then always with a second person. */
  overrideOptOut: z.array(z.enum(severities)).default([]),
  /** What a part costs, for the preview. */
  price: z
    .strictObject({
      perPart: z.number().min(0).max(1000),
      currency: z.string().regex(/^[A-Z]{3}$/, 'a currency is three capital letters (ISO 4217), such as EUR'),
    })
    .optional(),
});

export type AlertsConfig = z.output<typeof alertsConfig>;
