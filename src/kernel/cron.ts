import { Cron } from 'croner';

const parsed = (cron: string, timeZone: string): Cron => new Cron(cron, { timezone: timeZone, paused: true });

/** What is wrong with it; undefined: nothing. Five fields, to the minute: what is sent to people is not sent by seconds. */
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
 * The first planned time behind this moment, ms since the epoch; undefined: there is none. By the clocks of the time
 * zone: an hour that they skip comes right after, one that they have twice is used once.
 */
export const nextAfter = (cron: string, timeZone: string, afterMs: number): number | undefined =>
  parsed(cron, timeZone).nextRun(new Date(afterMs))?.getTime();
