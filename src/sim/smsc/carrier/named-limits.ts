import { Status } from '../pdu/protocol.ts';
import {
  Changing,
  FixedWindow,
  type Limit,
  Noise,
  Pause,
  Shared,
  SlidingWindow,
  SlowAnswers,
  Spacing,
  TokenBucket,
} from './limits.ts';

const REFUSALS = {
  throttled: Status.throttled,
  queueFull: Status.queueFull,
  failed: Status.submitFailed,
  systemError: Status.systemError,
} as const;

/** A hidden limit by its name, with the figures that it needs. All times are in ms. */
export interface LimitFigures {
  readonly name: keyof typeof kinds;
  /** Parts per second. */
  readonly perSecond?: number;
  /** Length of the window of `sliding` and `fixed`, 1000 by default: in each, `perSecond` times its length may pass. */
  readonly windowMs?: number;
  /** Whether `sliding` counts refused parts too; false by default. */
  readonly countsRefused?: boolean;
  /** Depth of `bucket` and `slow` in parts; one second's worth for `bucket` and no limit for `slow` by default. */
  readonly depth?: number;
  /** Share that `noise` refuses, 0 to 1; 0.01 by default. */
  readonly share?: number;
  /** Time after a refusal in which everything is refused; 0 by default. */
  readonly pauseMs?: number;
  /** Whether each try in the pause begins it again; false by default. */
  readonly prolonged?: boolean;
  /** Parts per second of another sender, which count too; 0 by default. */
  readonly otherPerSecond?: number;
  /** The other sender pauses in every second period of this length; it never pauses by default. */
  readonly otherPeriodMs?: number;
  /** Time after the first part when `perSecond` is multiplied by `factor`. */
  readonly changesAfterMs?: number;
  readonly factor?: number;
  /** The status for a refused part: ESME_RTHROTTLED (the default), ESME_RMSGQFUL, ESME_RSUBMITFAIL or ESME_RSYSERR. */
  readonly refusal?: keyof typeof REFUSALS;
}

type Kind = (figures: LimitFigures, perSecond: number, random: () => number) => Limit;

const kinds = {
  sliding: ({ windowMs = 1000, countsRefused = false }, perSecond) =>
    new SlidingWindow((perSecond * windowMs) / 1000, windowMs, countsRefused),
  fixed: ({ windowMs = 1000 }, perSecond) => new FixedWindow((perSecond * windowMs) / 1000, windowMs),
  spacing: (_figures, perSecond) => new Spacing(perSecond),
  bucket: ({ depth }, perSecond) => new TokenBucket(perSecond, depth ?? perSecond),
  slow: ({ depth = Number.POSITIVE_INFINITY }, perSecond) => new SlowAnswers(perSecond, depth),
  noise: ({ share = 0.01 }, _perSecond, random) => new Noise(share, random),
} satisfies Readonly<Record<string, Kind>>;

export const limitNames = Object.keys(kinds);

const withCompany = (figures: LimitFigures, perSecond: number, random: () => number): Limit => {
  const { name, otherPerSecond = 0, otherPeriodMs = Number.POSITIVE_INFINITY, pauseMs = 0 } = figures;
  const kind: Kind = kinds[name];
  const alone = kind(figures, perSecond, random);
  const shared = otherPerSecond > 0 ? new Shared(alone, otherPerSecond, otherPeriodMs) : alone;
  return pauseMs > 0 ? new Pause(shared, pauseMs, figures.prolonged ?? false) : shared;
};

const limitOf = (figures: LimitFigures, random: () => number): Limit => {
  const { perSecond = 1, changesAfterMs, factor = 1 } = figures;
  const limit = withCompany(figures, perSecond, random);
  if (changesAfterMs === undefined) return limit;
  const then = withCompany(figures, perSecond * factor, random);
  return new Changing([
    { fromMs: 0, limit },
    { fromMs: changesAfterMs, limit: then },
  ]);
};

/** Several limits that must all accept a part; the limits after one that refuses don't count it. */
export class Limits {
  readonly #limits: readonly { readonly limit: Limit; readonly status: number }[];

  /** @param random a random number from 0 to 1 (excluded) */
  constructor(figures: readonly LimitFigures[], random: () => number) {
    this.#limits = figures.map((one) => ({
      limit: limitOf(one, random),
      status: REFUSALS[one.refusal ?? 'throttled'],
    }));
  }

  /** The command_status for a part that comes now, and the delay of its response in ms. */
  rule(nowMs: number): { readonly status: number; readonly delayMs: number } {
    let delayMs = 0;
    for (const { limit, status } of this.#limits) {
      const ruling = limit.rule(nowMs);
      if (!ruling.taken) return { status, delayMs: 0 };
      delayMs = Math.max(delayMs, ruling.delayMs);
    }
    return { status: Status.ok, delayMs };
  }
}
