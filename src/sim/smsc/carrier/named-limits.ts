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

/** A limit as one asks for it: a name, and what it needs of the figures. All times in ms. */
export interface LimitFigures {
  readonly name: keyof typeof kinds;
  /** Parts per second. */
  readonly perSecond?: number;
  /** Of `sliding` and `fixed`; default 1000: `perSecond` times its length may pass in each. */
  readonly windowMs?: number;
  /** Of `sliding`: whether what was refused counts too; default false. */
  readonly countsRefused?: boolean;
  /** Of `bucket` and `slow`: parts; default a second's worth. */
  readonly depth?: number;
  /** Of `noise`: 0 to 1; default 0.01. */
  readonly share?: number;
  /** After a refusal all is refused for so long; default 0. */
  readonly pauseMs?: number;
  /** Each try makes the pause as long again; default false. */
  readonly prolonged?: boolean;
  /** Another sender's parts per second, which count too; default 0. */
  readonly otherPerSecond?: number;
  /** The other sender pauses in each second period of this length; default never. */
  readonly otherPeriodMs?: number;
  /** So long after the first part `perSecond` is multiplied by `factor`. */
  readonly changesAfterMs?: number;
  readonly factor?: number;
  /** What a refused part is answered with: ESME_RTHROTTLED, the default, ESME_RMSGQFUL, ESME_RSUBMITFAIL, ESME_RSYSERR. */
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

/** All of them must take a part; one that refuses it keeps it from those after it. */
export class Limits {
  readonly #limits: readonly { readonly limit: Limit; readonly status: number }[];

  /** @param random in [0, 1) */
  constructor(figures: readonly LimitFigures[], random: () => number) {
    this.#limits = figures.map((one) => ({
      limit: limitOf(one, random),
      status: REFUSALS[one.refusal ?? 'throttled'],
    }));
  }

  /** The command_status of a part that comes now, and how much later than usual it is answered. */
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
