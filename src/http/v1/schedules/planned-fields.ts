import { z } from 'zod';
import { faultOfCron, nextAfter } from '../../../kernel/cron.ts';
import { isTimeZone } from '../../../kernel/time-zone.ts';
import { isoDuration } from '../../resource/fields.ts';
import { iso } from '../messages/message-view.ts';

const MINUTE_MS = 60_000;

/** The fields of what happens again and again. */
export const plannedFields = {
  cron: z
    .string()
    .max(100)
    .superRefine((cron, context) => {
      // What is wrong with it is so by the clocks of any time zone: a wrong one hides it from nobody.
      const message = faultOfCron(cron, 'UTC');
      if (message !== undefined) context.addIssue({ code: 'custom', message });
    })
    .meta({
      description: 'Minute, hour, day of the month, month, day of the week; by the clocks of the time zone.',
      examples: ['0 10 1 * *'],
    }),
  timeZone: z
    .string()
    .max(64)
    .refine(isTimeZone, 'is no time zone that is known here, such as Europe/Paris')
    .meta({ examples: ['Europe/Paris'] }),
  enabled: z.boolean().default(true),
};

/** @param what may still happen so late */
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
 * Since when there are planned times. A change of anything else leaves them as they are: one that has come and was not
 * looked at yet, in the same second, must not get lost.
 */
export const sinceOf = (
  now: Planned,
  before: (Planned & { readonly since: number }) | undefined,
  nowMs: number,
): number =>
  before?.enabled === true && now.enabled && now.cron === before.cron && now.timeZone === before.timeZone
    ? before.since
    : nowMs;

/** When it comes next, if it is enabled. */
export const nextOf = (planned: Planned, nowMs: number): string | null => {
  const next = planned.enabled ? nextAfter(planned.cron, planned.timeZone, nowMs) : undefined;
  return next === undefined ? null : iso(next);
};
