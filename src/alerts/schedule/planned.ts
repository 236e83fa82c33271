import { nextAfter } from './cron.ts';

/** Times that come again and again. */
export interface PlannedTimes {
  /** Five fields, by the clocks of the time zone. */
  readonly cron: string;
  /** IANA. */
  readonly timeZone: string;
  /** How late it may still be, ms. */
  readonly graceMs: number;
  /** Nothing was planned before, ms since the epoch. */
  readonly since: number;
}

interface Taking {
  /** Its time has come, at most `graceMs` ago. */
  readonly fire: (plannedAt: number) => Promise<void>;
  /** It is too late for this one. */
  readonly miss: (plannedAt: number) => Promise<unknown>;
  readonly stopped: () => boolean;
}

/** Planned times walked through in one look, when the gateway was away for long. */
const MOST_MISSED = 1000;

/**
 * Each planned time that has come since the last one that was taken, in their order.
 *
 * @param lastPlanned undefined: none was taken yet
 * @returns how many were missed
 */
export const takePlanned = async (
  { cron, timeZone, graceMs, since }: PlannedTimes,
  lastPlanned: number | undefined,
  now: number,
  { fire, miss, stopped }: Taking,
): Promise<number> => {
  let planned = nextAfter(cron, timeZone, Math.max(since, lastPlanned ?? 0));
  let missed = 0;
  while (planned !== undefined && planned <= now && missed < MOST_MISSED && !stopped()) {
    if (now - planned <= graceMs) await fire(planned);
    else {
      missed++;
      await miss(planned);
    }
    planned = nextAfter(cron, timeZone, planned);
  }
  return missed;
};

/** Of a planned time that was missed. */
export const WHY_MISSED = 'the gateway was not running, or could not write';
