import { z } from 'zod';
import { severities } from '../domain/alerts/alert.ts';
import { approvalClockConfig } from './approval-clock.ts';
import { duration } from './duration.ts';
import { number } from './number.ts';
import { price } from './prices.ts';

/** An approver launches nothing, so the policy can't let one break the glass. */
const glassRole = z.enum(['operator', 'admin'], {
  error: ({ input }) =>
    input === 'approver'
      ? 'approver can not break the glass: only an operator or an admin launches alerts. A user may have both roles'
      : undefined,
});

/** How alerts are launched. */
export const alertsConfig = z.strictObject({
  /** Which alerts need the approval of a second person before their launch. `live` leaves out exercises. */
  twoPersons: z.enum(['never', 'live', 'always']).default('never'),
  /** Severities of alerts that may be sent also to people who opted out. Such an alert needs a second person. */
  overrideOptOut: z.array(z.enum(severities)).default([]),
  /** How long an alert waits for its approval, and who is paged meanwhile. */
  approvalClock: approvalClockConfig.prefault({}),
  /** How long the same alert is not launched again, unless the launch says `again`; 0s: it always may. */
  recentlyAlerted: duration({ minMs: 0, maxMs: 86_400_000 }).prefault('10m'),
  /**
   * What happens when only slow routes, such as modems, are left for messages that wait, and the text has a short
   * variant. `auto`: they get the short text. `ask`: the alert says so, and an operator decides. `never`: nothing.
   */
  shortWhenDegraded: z.enum(['auto', 'ask', 'never']).default('auto'),
  /** The roles that may send without the second person that the policy asks for, with a reason. */
  breakGlass: z.union([z.array(glassRole).min(1), z.literal('nobody')]).default(['operator', 'admin']),
  /** Who is told at once by SMS that somebody sends without the second person. */
  breakGlassTells: z
    .strictObject({
      /** Names of users. */
      users: z.array(z.string().min(1).max(64)).max(50).default([]),
      /** The id of a roster: whoever is on duty. */
      roster: z.int().min(1).optional(),
    })
    .prefault({}),
  /** An exercise for more people needs a second person, whatever `twoPersons` says. */
  exerciseMax: z.int().min(0).max(1_000_000).default(200),
  /**
   * How long after the last outcome or receipt an alert that lacks only receipts is completed. A phone within reach
   * confirms in seconds, one that is off when it is on again.
   */
  receiptsQuiet: duration({ minMs: 0, maxMs: 3_600_000 }).prefault('2m'),
  /** The price of a part by every route that has none of its own in `prices`. */
  price: price.optional(),
  /** Numbers of ours to which the texts of an alert may be sent as a test before its launch. */
  testNumbers: z.array(number).max(50).default([]),
});

export type AlertsConfig = z.output<typeof alertsConfig>;
