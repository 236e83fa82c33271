import type { Priority } from '../messages/priority.ts';

/** What a token may send. A limit that is left out limits nothing. */
export interface SendingLimits {
  /** Messages in a minute of the clock. */
  readonly perMinute?: number | undefined;
  /** Messages in a day of UTC. */
  readonly perDay?: number | undefined;
  /** The most urgent priority. */
  readonly maxPriority?: Priority | undefined;
  /** The only senders, as phones show them. */
  readonly senders?: readonly string[] | undefined;
  /** The only countries of recipients, such as `FR` (ISO 3166). */
  readonly countries?: readonly string[] | undefined;
}

/** What limits a token, beside its role. */
export interface TokenLimits {
  /** Undefined: the token may send whatever its role may. */
  readonly sending?: SendingLimits | undefined;
  /** The only addresses from which it is taken: IP addresses and networks, such as `10.1.0.0/16`. */
  readonly addresses?: readonly string[] | undefined;
}

/** What is decided about a token when it is made, beside its role and its user. */
export interface TokenTerms {
  readonly limits: TokenLimits;
  /** ms since the epoch; undefined: it never expires. */
  readonly expiresAt: number | undefined;
}

export const NO_TERMS: TokenTerms = { limits: {}, expiresAt: undefined };

/** How many of the messages may be sent; `full` says which limit the others met, and when it is free again. */
export interface Taken {
  readonly granted: number;
  readonly full?: { readonly period: 'minute' | 'day'; readonly freeAt: number } | undefined;
}

/** What one token may send now. */
export interface Allowance {
  readonly limits: SendingLimits;
  /**
   * Counts messages before they are stored, so that a crash in between counts some too many, never too few.
   * @throws TocsinError `storeUnavailable`
   */
  take(messages: number): Promise<Taken>;
}

/** What bounds the requests with a token. */
export interface Bounds {
  /** What it may send; undefined: whatever its role may. */
  readonly sending?: Allowance | undefined;
  /** The only addresses and networks from which it is taken; undefined: all. */
  readonly addresses?: readonly string[] | undefined;
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** What a token has sent: in which minute and day, counted since the epoch, how many messages. */
export interface TokenCounts {
  readonly minute: number;
  readonly inMinute: number;
  readonly day: number;
  readonly inDay: number;
}

/** Counts messages against the limits: as many as fit are granted. */
export const countMessages = (
  before: TokenCounts | undefined,
  { perMinute = Number.POSITIVE_INFINITY, perDay = Number.POSITIVE_INFINITY }: SendingLimits,
  messages: number,
  nowMs: number,
): { readonly taken: Taken; readonly counts: TokenCounts } => {
  const minute = Math.floor(nowMs / MINUTE_MS);
  const day = Math.floor(nowMs / DAY_MS);
  const inMinute = before?.minute === minute ? before.inMinute : 0;
  const inDay = before?.day === day ? before.inDay : 0;
  const leftInMinute = Math.max(0, perMinute - inMinute);
  const leftInDay = Math.max(0, perDay - inDay);
  const granted = Math.min(messages, leftInMinute, leftInDay);
  const counts = { minute, inMinute: inMinute + granted, day, inDay: inDay + granted };
  if (granted === messages) return { taken: { granted }, counts };
  const full =
    leftInDay <= leftInMinute
      ? ({ period: 'day', freeAt: (day + 1) * DAY_MS } as const)
      : ({ period: 'minute', freeAt: (minute + 1) * MINUTE_MS } as const);
  return { taken: { granted, full }, counts };
};
