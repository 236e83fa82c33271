import type { SimUsage } from '../../../domain/routes/sim-repository.ts';
import type { Queries } from '../../tables.ts';

const MINUTE_MS = 60_000;
const HOUR = 60;
const DAY = 24 * HOUR;
const MONTH = 30 * DAY;

export const countSimParts = async (
  db: Queries,
  iccid: string,
  atMs: number,
  parts: number,
): Promise<void> => {
  await db
    .insertInto('sim_usage')
    .values({ iccid, minute: Math.floor(atMs / MINUTE_MS), parts })
    .onConflict((conflict) =>
      conflict.columns(['iccid', 'minute']).doUpdateSet(({ eb, ref }) => ({
        parts: eb(ref('sim_usage.parts'), '+', ref('excluded.parts')),
      })),
    )
    .execute();
};

/**
 * Counts the parts of the last minute, hour, day and month in whole minutes. The minute in which such a period begins
 * counts whole, so the count is never too low. Minutes after `nowMs` were counted before the clock was set back. They
 * count if they are ahead by no more than the length of the period: otherwise they would count until the clock has
 * passed them.
 */
export const simUsage = async (db: Queries, iccid: string, nowMs: number): Promise<SimUsage> => {
  const now = Math.floor(nowMs / MINUTE_MS);
  const rows = await db
    .selectFrom('sim_usage')
    .select(['minute', 'parts'])
    .where('iccid', '=', iccid)
    .where('minute', '>=', now - MONTH)
    .execute();
  const within = (minutes: number): number =>
    rows.reduce((sum, { minute, parts }) => (Math.abs(now - minute) <= minutes ? sum + parts : sum), 0);
  return { perMinute: within(1), perHour: within(HOUR), perDay: within(DAY), perMonth: within(MONTH) };
};
