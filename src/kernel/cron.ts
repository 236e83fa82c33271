import { Cron } from 'croner';

const parsed = (cron: string, timeZone: string): Cron => new Cron(cron, { timezone: timeZone, paused: true });

/**
 * What is wrong with a cron expression; undefined if it is valid. A sixth field, for seconds, is not allowed: nothing
 * is sent to people every second.
 */
export const faultOfCron = (cron: string, timeZone: string): string | undefined => {
  if (cron.trim().split(/\s+/).length !== 5)
    return 'is not five fields: minute, hour, day of the month, month, day of the week';
  try {
    return nextAfter(cron, timeZone, 0) === undefined ? 'never comes' : undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

/**
 * The first planned time after `afterMs`, ms since the epoch; undefined if there is none. If the clocks of the time
 * zone skip an hour, the planned times in that hour come right after it. If the clocks repeat an hour, the planned
 * times in that hour come once.
 */
export const nextAfter = (cron: string, timeZone: string, afterMs: number): number | undefined =>
  parsed(cron, timeZone).nextRun(new Date(afterMs))?.getTime();
