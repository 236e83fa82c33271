import type { ModemRouteConfig } from '../../../config/modem-route.ts';
import type { SimUsage } from '../../../domain/routes/sim-repository.ts';

export interface Quota {
  /** Number of parts that the limits still allow now. */
  readonly left: number;
  /** Why no part is allowed now; undefined while parts are allowed. */
  readonly reason: string | undefined;
  /** Time in ms after which to check again. */
  readonly againMs: number;
}

const MINUTE_MS = 60_000;

// The windows slide, and the repository of SIMs doesn't tell when the oldest part leaves a window. So each window is
// checked again after a tenth of its length or sooner.
const WINDOWS = [
  { key: 'perMinute', word: 'minute', againMs: MINUTE_MS / 10 },
  { key: 'perHour', word: 'hour', againMs: 6 * MINUTE_MS },
  { key: 'perDay', word: 'day', againMs: 15 * MINUTE_MS },
  { key: 'perMonth', word: '30 days', againMs: 60 * MINUTE_MS },
] as const;

/** The quota that the limits leave after this usage. */
export const quotaOf = (limits: ModemRouteConfig['limits'], usage: SimUsage): Quota => {
  let left = Number.POSITIVE_INFINITY;
  let spent: (typeof WINDOWS)[number] | undefined;
  for (const window of WINDOWS) {
    const limit = limits[window.key];
    if (limit === undefined) continue;
    const rest = Math.max(0, limit - usage[window.key]);
    left = Math.min(left, rest);
    // If several windows are exhausted, the longest one decides when a part may be sent again.
    if (rest === 0) spent = window;
  }
  if (spent === undefined) return { left, reason: undefined, againMs: 0 };
  const limit = limits[spent.key];
  const reason = `the SIM's limit of ${limit} parts in any ${spent.word} is reached; it sends no more for now`;
  return { left, reason, againMs: spent.againMs };
};
