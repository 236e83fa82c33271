const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** The pauses in ms after the first, second, … failed attempt. The last pause also follows all further attempts. */
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
/** Each pause varies by a quarter, so that deliveries that failed together aren't all tried again at once. */
const JITTER = 0.25;
const MOST_WAIT_MS = 60 * MINUTE_MS;

export interface Failed {
  /** Number of attempts so far, 1 or more. */
  readonly attempts: number;
  /** When the delivery was created, in ms since the epoch. */
  readonly since: number;
  /** The pause that the receiver asked for, in ms. */
  readonly retryAfterMs: number | undefined;
}

/**
 * When the next attempt is due, in ms since the epoch. The last attempt is due a day after the delivery was created;
 * undefined if that day is over.
 */
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

/** How long a webhook rests after this number of failures in a row, in ms. A dead one is tried only now and then. */
export const restMs = (failures: number): number => Math.min(1000 * 2 ** (failures - 1), MINUTE_MS);
