import type { SimUsage } from '../../../domain/routes/sim-repository.ts';
import type { Queries } from '../../tables/tables.ts';

const MINUTE_MS = 60_000;
const HOUR = 60;
const DAY = 24 * HOUR;
const MONTH = 30 * DAY;
/** No month is longer. A row is deleted later than it stops counting, since the clock may be wrong for a while. */
const RECIPIENT_MS = 31 * DAY * MINUTE_MS;
const RECIPIENT_KEPT_MS = 2 * RECIPIENT_MS;

export const countSimParts = async (
  db: Queries,
  iccid: string,
  atMs: number,
  parts: number,
  to: string,
): Promise<void> => {
  // The recipient is written first: if the process ends in between, it counts without a part, and no limit is passed.
  if (parts > 0) await addRecipient(db, iccid, atMs, to);
  else await takeBackRecipient(db, iccid, atMs, to);
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
    // One minute more than a month: a part that reached the network late counts a little longer (`LATE_ON_DISK_MS`).
    .where('minute', '>=', now - MONTH - 1)
    .orderBy('minute')
    .execute();
  const within = (minutes: number): number =>
    rows.reduce((sum, { minute, parts }) => (Math.abs(now - minute) <= minutes ? sum + parts : sum), 0);
  const [perMinute, perHour] = [within(1), within(HOUR)];
  return { perMinute, perHour, perDay: within(DAY), perMonth: within(MONTH), minutes: rows };
};

const addRecipient = async (db: Queries, iccid: string, atMs: number, number: string): Promise<void> => {
  await db
    .insertInto('sim_recipients')
    .values({ iccid, number, since_at: atMs, last_at: atMs })
    .onConflict((conflict) =>
      conflict.columns(['iccid', 'number']).doUpdateSet(({ ref, fn, val, eb }) => ({
        since_at: eb
          .case()
          .when('sim_recipients.last_at', '<', atMs - RECIPIENT_MS)
          .then(val(atMs))
          .else(ref('sim_recipients.since_at'))
          .end(),
        last_at: fn<number>('max', [ref('sim_recipients.last_at'), val(atMs)]),
      })),
    )
    .execute();
  await db
    .deleteFrom('sim_recipients')
    .where('iccid', '=', iccid)
    .where('last_at', '<', atMs - RECIPIENT_KEPT_MS)
    .execute();
};

/** Removes a recipient whose only part was not sent. */
const takeBackRecipient = async (db: Queries, iccid: string, atMs: number, number: string): Promise<void> => {
  await db
    .deleteFrom('sim_recipients')
    .where('iccid', '=', iccid)
    .where('number', '=', number)
    .where('since_at', '=', atMs)
    .where('last_at', '=', atMs)
    .execute();
};

/**
 * The recipients of the last 31 days. Those of times after `nowMs` were counted before the clock was set back, and
 * count for as long.
 */
export const simRecipients = async (
  db: Queries,
  iccid: string,
  nowMs: number,
): Promise<ReadonlySet<string>> => {
  const rows = await db
    .selectFrom('sim_recipients')
    .select('number')
    .where('iccid', '=', iccid)
    .where('last_at', '>=', nowMs - RECIPIENT_MS)
    .where('last_at', '<=', nowMs + RECIPIENT_MS)
    .execute();
  return new Set(rows.map(({ number }) => number));
};
