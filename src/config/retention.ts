import { z } from 'zod';
import type { RetentionKind } from '../domain/operation/retention.ts';
import { isTimeZone } from '../kernel/time-zone.ts';
import { duration } from './duration.ts';

const DAY_MS = 86_400_000;
const MOST_DAYS = 36_500;

/** `400d`, or `never`: it is never deleted. */
const kept = (unset: string, leastDays = 1) => {
  const days = duration({ minMs: leastDays * DAY_MS, maxMs: MOST_DAYS * DAY_MS });
  return z
    .string()
    .transform((text, context): number | 'never' => {
      if (text === 'never') return text;
      const parsed = days.safeParse(text);
      if (parsed.success) return parsed.data;
      const isDuration = duration({ minMs: 0, maxMs: Number.POSITIVE_INFINITY }).safeParse(text).success;
      const message = isDuration
        ? `is out of range: ${leastDays}d to ${MOST_DAYS}d, or never`
        : 'is no duration; write 30d or 400d, or never';
      context.addIssue({ code: 'custom', message });
      return z.NEVER;
    })
    .prefault(unset);
};

/** How long what is kept, by its age; docs/retention.md has the reason of each. */
const kinds = {
  messages: kept('400d'),
  alerts: kept('400d'),
  inbox: kept('400d'),
  unmatchedReceipts: kept('90d'),
  // Half a year is the least that is asked of logs of who did what (CNIL, deliberation 2021-122).
  audit: kept('1095d', 180),
  idempotency: kept('7d'),
  // What is forgotten would be acted on again, and feeds list a warning for weeks.
  cap: kept('400d', 31),
  triggerEvents: kept('400d', 31),
  deliveries: kept('7d'),
  imports: kept('90d'),
  scheduleFires: kept('400d'),
  drillRuns: kept('400d'),
} satisfies Readonly<Record<RetentionKind, ReturnType<typeof kept>>>;

/** When what is old is deleted, and how old each kind gets. */
export const retentionConfig = z.strictObject({
  /** Of each night. */
  at: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'is no time of day; write it in quotes, such as "03:10"')
    .default('03:10'),
  timeZone: z
    .string()
    .max(64)
    .refine(isTimeZone, 'is no time zone that is known here, such as Europe/Paris')
    .default('UTC'),
  ...kinds,
});

export type RetentionConfig = z.output<typeof retentionConfig>;
