import { nextAfter } from './cron.ts';

/** A recurring schedule. */
export interface PlannedTimes {
  /** Five cron fields, in local time of the time zone. */
  readonly cron: string;
  /** An IANA name, such as Europe/Paris. */
  readonly timeZone: string;
  /** The longest delay after which a planned time is still acted on, ms. */
  readonly graceMs: number;
  /** Earlier times don't count as planned, ms since the epoch. */
  readonly since: number;
}

interface Taking {
  /** Called for each planned time that came at most `graceMs` ago. */
  readonly fire: (plannedAt: number) => Promise<void>;
  /**
   * Called once with all planned times that came more than `graceMs` ago, if there are any, before `fire` is called.
   */
  readonly miss: (planned: readonly number[]) => Promise<void>;
  readonly stopped: () => boolean;
}

/** The largest number of planned times that one call handles: the gateway may have been off for long. */
const MOST_AT_ONCE = 1000;

/**
 * Handles the planned times since the last one that was handled, in order: passes those that came too long ago to
 * `miss`, and the others to `fire`.
 * @param lastPlanned the last planned time that was handled; undefined if there was none
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

/** The reason that is stored with a planned time that was missed. */
export const WHY_MISSED = 'the gateway was not running, or could not write';
