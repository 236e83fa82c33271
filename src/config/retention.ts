import { z } from 'zod';
import type { RetentionKind } from '../domain/operation/retention.ts';
import { isTimeZone } from '../kernel/time-zone.ts';
import { duration } from './duration.ts';

const DAY_MS = 86_400_000;
const MOST_DAYS = 36_500;

/**
 * An age such as `400d`, or `never`.
 * @param unset the age if the configuration gives none
 * @param leastDays the lowest age that is allowed, in days
 */
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
        : 'is not a duration; write 30d or 400d, or never';
      context.addIssue({ code: 'custom', message });
      return z.NEVER;
    })
    .prefault(unset);
};

/** The age at which each kind is deleted; docs/retention.md gives the reasons. */
const kinds = {
  messages: kept('400d'),
  alerts: kept('400d'),
  inbox: kept('400d'),
  unmatchedReceipts: kept('90d'),
  // Six months is the least time for which such logs must be kept (CNIL, deliberation 2021-122).
  audit: kept('1095d', 180),
  idempotency: kept('7d'),
  // A CAP message or an event that was deleted would be acted on again, and feeds list a warning for weeks. So both are
  // kept for at least 31 days.
  cap: kept('400d', 31),
  triggerEvents: kept('400d', 31),
  deliveries: kept('7d'),
  imports: kept('90d'),
  scheduleFires: kept('400d'),
  drillRuns: kept('400d'),
  bin: kept('30d'),
} satisfies Readonly<Record<RetentionKind, ReturnType<typeof kept>>>;

/** The time of day at which old data is deleted, and the age at which each kind of data is old. */
export const retentionConfig = z.strictObject({
  /** The local time of each night's deletion. */
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
