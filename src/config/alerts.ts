import { z } from 'zod';
import { severities } from '../domain/alerts/alert.ts';
import { approvalClockConfig } from './approval-clock.ts';

/** How alerts are launched. */
export const alertsConfig = z.strictObject({
  /** Which alerts need the approval of a second person before their launch. `live` leaves out exercises. */
  twoPersons: z.enum(['never', 'live', 'always']).default('never'),
  /** Severities of alerts that may be sent also to people who opted out. Such an alert needs a second person. */
  overrideOptOut: z.array(z.enum(severities)).default([]),
  /** How long an alert waits for its approval, and who is paged meanwhile. */
  approvalClock: approvalClockConfig.prefault({}),
  /** The price of a part, for the preview. */
  price: z
    .strictObject({
      perPart: z.number().min(0).max(1000),
      currency: z.string().regex(/^[A-Z]{3}$/, 'a currency is three capital letters (ISO 4217), such as EUR'),
    })
    .optional(),
});

export type AlertsConfig = z.output<typeof alertsConfig>;
