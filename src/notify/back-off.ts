const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** After the first, second … failed attempt, ms; the last one again and again. */
const DELAYS_MS = [
  5000,
  30_000,
  2 * MINUTE_MS,
  10 * MINUTE_MS,
  30 * MINUTE_MS,
  60 * MINUTE_MS,
  2 * 60 * MINUTE_MS,
  4 * 60 * MINUTE_MS,
];
/** A quarter more or less, so that what failed together doesn't come again together. */
const JITTER = 0.25;
const MOST_WAIT_MS = 60 * MINUTE_MS;

export interface Failed {
  /** Attempts made, 1 or more. */
  readonly attempts: number;
  /** When the delivery was asked for, ms since the epoch. */
  readonly since: number;
  /** How long the other side asks to wait, ms. */
  readonly retryAfterMs: number | undefined;
}

/** When it is tried again, ms since the epoch; the last time a day after it was asked for, and undefined after that. */
export const nextAttempt = (
  { attempts, since, retryAfterMs }: Failed,
  nowMs: number,
  random: () => number,
): number | undefined => {
  const end = since + DAY_MS;
  if (nowMs >= end) return undefined;
  const delay = DELAYS_MS[Math.min(attempts, DELAYS_MS.length) - 1] ?? MOST_WAIT_MS;
  const jittered = delay * (1 + JITTER * (2 * random() - 1));
  return Math.min(end, nowMs + Math.round(Math.max(jittered, Math.min(retryAfterMs ?? 0, MOST_WAIT_MS))));
};

/** How long a webhook is left alone after so many failures in a row, ms: one that is dead is asked now and then. */
export const restMs = (failures: number): number => Math.min(1000 * 2 ** (failures - 1), MINUTE_MS);
