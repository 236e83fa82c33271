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
  /** It is too late for these, 1 or more: all that were missed together, before any is fired. */
  readonly miss: (planned: readonly number[]) => Promise<void>;
  readonly stopped: () => boolean;
}

/** Planned times walked through in one look, when the gateway was away for long. */
const MOST_AT_ONCE = 1000;

/**
 * Each planned time that has come since the last one that was taken, in their order.
 *
 * @param lastPlanned undefined: none was taken yet
 */
export const takePlanned = async (
  { cron, timeZone, graceMs, since }: PlannedTimes,
  lastPlanned: number | undefined,
  now: number,
  { fire, miss, stopped }: Taking,
): Promise<void> => {
  const planned: number[] = [];
  let next = nextAfter(cron, timeZone, Math.max(since, lastPlanned ?? 0));
  while (next !== undefined && next <= now && planned.length < MOST_AT_ONCE) {
    planned.push(next);
    next = nextAfter(cron, timeZone, next);
  }
  const missed = planned.filter((at) => now - at > graceMs);
  if (missed.length > 0) await miss(missed);
  for (const at of planned.slice(missed.length)) if (!stopped()) await fire(at);
};

/** Of a planned time that was missed. */
export const WHY_MISSED = 'the gateway was not running, or could not write';
