import { z } from 'zod';
import { severities } from '../domain/alerts/alert.ts';
import { number } from './number.ts';

/** How alerts are launched. */
export const alertsConfig = z.strictObject({
  /** Which alerts need the approval of a second person before their launch. `live` leaves out exercises. */
  twoPersons: z.enum(['never', 'live', 'always']).default('never'),
  /** Severities of alerts that may be sent also to people who opted out. Such an alert needs a second person. */
  overrideOptOut: z.array(z.enum(severities)).default([]),
  /**
   * What happens when only slow routes, such as modems, are left for messages that wait, and the text has a short
   * variant. `auto`: they get the short text. `ask`: the alert says so, and an operator decides. `never`: nothing.
   */
  shortWhenDegraded: z.enum(['auto', 'ask', 'never']).default('auto'),
  /** Numbers of ours to which the texts of an alert may be sent as a test before its launch. */
  testNumbers: z.array(number).max(50).default([]),
  /** The price of a part, for the preview. */
  price: z
    .strictObject({
      perPart: z.number().min(0).max(1000),
      currency: z.string().regex(/^[A-Z]{3}$/, 'a currency is three capital letters (ISO 4217), such as EUR'),
    })
    .optional(),
});

export type AlertsConfig = z.output<typeof alertsConfig>;
