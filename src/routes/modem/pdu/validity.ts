const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const WEEK_MS = 7 * DAY_MS;

/**
 * The relative TP-VP for the remaining time in ms (TS 23.040 9.2.3.12.1): from 5 minutes, the least that the format can
 * say, to 63 weeks. A longer time than 5 minutes is rounded down, so that nothing is delivered after its time.
 */
export const encodeValidity = (leftMs: number): number => {
  if (leftMs >= 5 * WEEK_MS) return Math.min(255, 192 + Math.floor(leftMs / WEEK_MS));
  if (leftMs >= 2 * DAY_MS) return Math.min(196, 166 + Math.floor(leftMs / DAY_MS));
  if (leftMs >= 12 * HOUR_MS)
    return Math.min(167, 143 + Math.floor((leftMs - 12 * HOUR_MS) / (30 * MINUTE_MS)));
  return Math.max(0, Math.floor(leftMs / (5 * MINUTE_MS)) - 1);
};
