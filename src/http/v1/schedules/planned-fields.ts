import { z } from 'zod';
import { faultOfCron, nextAfter } from '../../../kernel/cron.ts';
import { isTimeZone } from '../../../kernel/time-zone.ts';
import { isoDuration } from '../../resource/fields.ts';
import { iso } from '../messages/message-view.ts';

const MINUTE_MS = 60_000;

/** The fields of drills and schedules that say when they happen. */
export const plannedFields = {
  cron: z
    .string()
    .max(100)
    .superRefine((cron, context) => {
      // The cron is checked with UTC, so that a wrong cron and a wrong time zone are reported together: a wrong cron is
      // wrong in every time zone.
      const message = faultOfCron(cron, 'UTC');
      if (message !== undefined) context.addIssue({ code: 'custom', message });
    })
    .meta({
      description: 'Minute, hour, day of the month, month, day of the week, in the time zone.',
      examples: ['0 10 1 * *'],
    }),
  timeZone: z
    .string()
    .max(64)
    .refine(isTimeZone, 'is no time zone that is known here, such as Europe/Paris')
    .meta({ examples: ['Europe/Paris'] }),
  enabled: z.boolean().default(true),
};

/** @param what the clause that says what may still happen so late, such as `a run may still begin` */
export const graceField = (what: string) =>
  isoDuration(`How much later than planned ${what}, PT1M to P1D.`, {
    minMs: MINUTE_MS,
    maxMs: 86_400_000,
  }).default(5 * MINUTE_MS);

interface Planned {
  readonly cron: string;
  readonly timeZone: string;
  readonly enabled: boolean;
}

/**
 * The time from which planned times count, ms since the epoch. It changes only with `cron`, `timeZone` or `enabled`.
 * With any other edit, a planned time of this second that was not looked at yet would be lost.
 */
export const sinceOf = (
  now: Planned,
  before: (Planned & { readonly since: number }) | undefined,
  nowMs: number,
): number =>
  before?.enabled === true && now.enabled && now.cron === before.cron && now.timeZone === before.timeZone
    ? before.since
    : nowMs;

/** The next planned time; null: it is not enabled, or there is none. */
export const nextOf = (planned: Planned, nowMs: number): string | null => {
  const next = planned.enabled ? nextAfter(planned.cron, planned.timeZone, nowMs) : undefined;
  return next === undefined ? null : iso(next);
};
