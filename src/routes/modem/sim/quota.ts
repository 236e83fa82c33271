import type { ModemRouteConfig } from '../../../config/routes/modem-route.ts';
import {
  type Allowance,
  countsUntil,
  type MessageLengths,
  msUntilRoom,
  type PartLimit,
} from '../../../domain/routes/allowance.ts';
import type { SimLimitsLeft } from '../../../domain/routes/modem-details.ts';
import type { SimUsage } from '../../../domain/routes/sim-repository.ts';

/** The limits of a SIM in the configuration; undefined for one that isn't set. */
export type SimLimits = ModemRouteConfig['limits'] & Pick<ModemRouteConfig, 'recipientsPerMonth'>;

export interface Quota {
  /** What the limits allow now; `now` is the number of parts that they leave. */
  readonly lengths: MessageLengths;
  /** The number of parts that the limits leave for recipients to whom the SIM has sent nothing within a month. */
  readonly leftToNew: number;
  /** Why no part is allowed now; undefined while parts are allowed. */
  readonly reason: string | undefined;
  /** Whether the limit by the minute alone allows no part now: parts are allowed again soon. */
  readonly isShort: boolean;
  /** Time in ms after which to try again a part that is not allowed now. */
  readonly againMs: number;
  /** Time in ms after which the limits may leave more parts, so that the usage is to be read again; 0: no need. */
  readonly readAgainMs: number;
  /** What is left of each limit that is set. */
  readonly leftOfEach: SimLimitsLeft;
  /** Why no part is allowed now to a recipient that isn't in `recipients`; undefined while it is allowed. */
  readonly noNewRecipient: string | undefined;
  /** To whom the SIM has sent within a month; empty if their number isn't limited. */
  readonly recipients: ReadonlySet<string>;
  readonly allowance: Allowance;
}

/** Parts that this process counted at this time, ms since the epoch. */
export interface CountedParts {
  readonly at: number;
  readonly parts: number;
}

/** What is known of the parts that a SIM has sent. */
export interface Sent {
  readonly usage: SimUsage;
  /** The parts of the last two minutes that this process counted. They are in `usage` too. */
  readonly lately: readonly CountedParts[];
  /** To whom the SIM has sent within a month. */
  readonly recipients: ReadonlySet<string>;
}

const MINUTE_MS = 60_000;

/**
 * A part reaches the network some seconds after it was counted, and the next period's parts may be quicker. By so much
 * longer a part counts, ms; a part that took longer is counted anew when its answer comes (`SimQuota`).
 */
export const LATE_MS = 5000;
/**
 * The same for a part of which the disk alone tells: the power may have failed before it could be counted anew. It
 * covers the longest usual wait for a prompt (`promptMs` of the profiles), too.
 */
const LATE_ON_DISK_MS = 15_000;

/**
 * When a recipient may become free again is not told by the repository of SIMs. A message that was put off since it is
 * to a new recipient is tried again after this time, ms.
 */
const NEW_RECIPIENT_AGAIN_MS = 15 * MINUTE_MS;

// On disk the parts are counted by the minute: a part counts until the whole minute has left the window. Each window is
// checked again when a part leaves it, but at least after `againMs`, since the clock may be set.
const WINDOWS = [
  { key: 'perMinute', word: 'minute', minutes: 1, againMs: MINUTE_MS / 10 },
  { key: 'perHour', word: 'hour', minutes: 60, againMs: 6 * MINUTE_MS },
  { key: 'perDay', word: 'day', minutes: 24 * 60, againMs: 15 * MINUTE_MS },
  { key: 'perMonth', word: '30 days', minutes: 30 * 24 * 60, againMs: 60 * MINUTE_MS },
] as const;

type Window = (typeof WINDOWS)[number];

/** The lengths of messages that the status of a route tells; undefined if no limit counts parts. */
export const lengthsLeft = (quota: Quota | undefined, partsInHand: number): MessageLengths | undefined =>
  quota === undefined || !Number.isFinite(quota.lengths.most)
    ? undefined
    : { ...quota.lengths, now: Math.max(0, quota.lengths.now - partsInHand) };

/** The longest message that the limits ever allow at once, in parts. */
export const longestOf = (limits: SimLimits): number =>
  Math.min(...WINDOWS.map(({ key }) => limits[key] ?? Number.POSITIVE_INFINITY));

/** The quota that the limits leave. */
export const quotaOf = (limits: SimLimits, sent: Sent, now: number): Quota => {
  const { recipients } = sent;
  const most = limits.recipientsPerMonth;
  const newRecipients = most === undefined ? undefined : Math.max(0, most - recipients.size);
  const set = WINDOWS.flatMap((window) => {
    const limit = limits[window.key];
    return limit === undefined ? [] : [{ window, limit: partLimit(window, limit, sent, now) }];
  });
  const leftOf = (key: Window['key']): number | undefined => {
    const found = set.find(({ window }) => window.key === key);
    return found && leftBy(found.limit);
  };
  const leftOfEach: SimLimitsLeft = {
    perMinute: leftOf('perMinute'),
    perHour: leftOf('perHour'),
    perDay: leftOf('perDay'),
    perMonth: leftOf('perMonth'),
    recipientsPerMonth: newRecipients,
  };
  const left = Math.min(Number.POSITIVE_INFINITY, ...set.map(({ limit }) => leftBy(limit)));
  const noNewRecipient =
    newRecipients === 0
      ? `the SIM's limit of ${most} recipients in any 31 days is reached; it sends only to these`
      : undefined;
  const allowance: Allowance = {
    limits: set.map(({ limit }) => limit),
    recipients: most === undefined ? undefined : { most, known: recipients },
  };
  const all = {
    lengths: { now: left, most: longestOf(limits) },
    leftToNew: Math.min(left, newRecipients ?? left),
    leftOfEach,
    noNewRecipient,
    recipients,
    allowance,
  };
  // If several windows are exhausted, the longest one is the reason.
  const spent = set.findLast(({ limit }) => leftBy(limit) === 0);
  if (spent === undefined) {
    const againMs = noNewRecipient === undefined ? 0 : NEW_RECIPIENT_AGAIN_MS;
    return {
      ...all,
      reason: undefined,
      isShort: false,
      againMs,
      readAgainMs: againMs || nextMoreMs(set, now),
    };
  }
  const { window, limit } = spent;
  const againMs = Math.max(1, Math.min(window.againMs, msUntilRoom(allowance, 1, now)));
  return {
    ...all,
    reason: `the SIM's limit of ${limit.most} parts in any ${window.word} is reached; it sends no more for now`,
    isShort: window.key === 'perMinute',
    againMs,
    readAgainMs: againMs,
  };
};

/** A long message may wait while the limits leave some parts, but fewer than these. */
const ENOUGH = 20;

/** When a limit that leaves few parts leaves more, ms from now; 0 if all leave enough. */
const nextMoreMs = (set: readonly { readonly limit: PartLimit }[], now: number): number => {
  const few = set.filter(({ limit }) => leftBy(limit) < Math.min(ENOUGH, limit.most));
  const next = Math.min(...few.map(({ limit }) => limit.held[0]?.until ?? Number.POSITIVE_INFINITY));
  return Number.isFinite(next) ? Math.max(1, next - now) : 0;
};

const sum = (held: readonly { readonly parts: number }[]): number =>
  held.reduce((total, { parts }) => total + parts, 0);

const leftBy = ({ most, held }: PartLimit): number => Math.max(0, most - sum(held));

const partLimit = ({ key, minutes, againMs }: Window, most: number, sent: Sent, now: number): PartLimit => {
  const { usage, lately } = sent;
  const periodMs = minutes * MINUTE_MS;
  const byMinute: PartLimit = { most, periodMs: periodMs + LATE_ON_DISK_MS, stepMs: MINUTE_MS, held: [] };
  const thisMinute = Math.floor(now / MINUTE_MS);
  const heldOf = (some: SimUsage['minutes']) =>
    some
      .map(({ minute, parts }) => ({ until: countsUntil(byMinute, minute * MINUTE_MS), parts }))
      .filter(({ until }) => until > now);
  // Minutes after this one were counted before the clock was set back (`simUsage` of the store).
  const rows = usage.minutes.filter(({ minute }) => minute - thisMinute <= minutes);
  // What the repository counts and doesn't tell the minute of is looked at again soon.
  const unknown = usage[key] - sum(rows.filter(({ minute }) => thisMinute - minute <= minutes));
  const rest = unknown > 0 ? [{ until: now + againMs, parts: unknown }] : [];
  if (key !== 'perMinute') return { ...byMinute, held: inOrder([...heldOf(rows), ...rest]) };
  // Of its own parts the gateway knows more than the minute: without that, it could use only half of the limit.
  const exact: PartLimit = { most, periodMs: periodMs + LATE_MS, stepMs: 1, held: [] };
  const own = lately
    .map(({ at, parts }) => ({ until: countsUntil(exact, at), parts }))
    .filter(({ until }) => until > now && until <= now + exact.periodMs + exact.stepMs);
  const others = rows.map(({ minute, parts }) => ({
    minute,
    parts: Math.max(0, parts - sum(lately.filter(({ at }) => Math.floor(at / MINUTE_MS) === minute))),
  }));
  return { ...exact, held: inOrder([...heldOf(others), ...rest, ...own]) };
};

const inOrder = (held: PartLimit['held']): PartLimit['held'] =>
  held.filter(({ parts }) => parts > 0).toSorted((a, b) => a.until - b.until);
