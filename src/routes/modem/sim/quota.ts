import type { ModemRouteConfig } from '../../../config/routes/modem-route.ts';
import type { SimLimitsLeft } from '../../../domain/routes/modem-details.ts';
import type { SimUsage } from '../../../domain/routes/sim-repository.ts';

/** The limits of a SIM in the configuration; undefined for one that isn't set. */
export type SimLimits = ModemRouteConfig['limits'] & Pick<ModemRouteConfig, 'recipientsPerMonth'>;

export interface Quota {
  /** Number of parts that the limits still allow now. */
  readonly left: number;
  /** The same for parts to recipients to whom the SIM has sent nothing within a month. */
  readonly leftToNew: number;
  /** Why no part is allowed now; undefined while parts are allowed. */
  readonly reason: string | undefined;
  /** Time in ms after which to check again. */
  readonly againMs: number;
  /** What is left of each limit that is set. */
  readonly leftOfEach: SimLimitsLeft;
  /** Why no part is allowed now to a recipient that isn't in `recipients`; undefined while it is allowed. */
  readonly noNewRecipient: string | undefined;
  /** To whom the SIM has sent within a month; empty if their number isn't limited. */
  readonly recipients: ReadonlySet<string>;
}

const MINUTE_MS = 60_000;

/**
 * When a recipient may become free again is not told by the repository of SIMs. A message that was put off since it is
 * to a new recipient is tried again after this time, ms.
 */
const NEW_RECIPIENT_AGAIN_MS = 15 * MINUTE_MS;

// The windows slide, and the repository of SIMs doesn't tell when the oldest part leaves a window. So each window is
// checked again after a tenth of its length or sooner.
const WINDOWS = [
  { key: 'perMinute', word: 'minute', againMs: MINUTE_MS / 10 },
  { key: 'perHour', word: 'hour', againMs: 6 * MINUTE_MS },
  { key: 'perDay', word: 'day', againMs: 15 * MINUTE_MS },
  { key: 'perMonth', word: '30 days', againMs: 60 * MINUTE_MS },
] as const;

const restOf = (limit: number | undefined, used: number): number | undefined =>
  limit === undefined ? undefined : Math.max(0, limit - used);

/**
 * The quota that the limits leave after this usage.
 *
 * @param recipients to whom the SIM has sent within a month
 */
export const quotaOf = (
  limits: SimLimits,
  usage: SimUsage,
  recipients: ReadonlySet<string> = new Set(),
): Quota => {
  const newRecipients = restOf(limits.recipientsPerMonth, recipients.size);
  const leftOfEach: SimLimitsLeft = {
    perMinute: restOf(limits.perMinute, usage.perMinute),
    perHour: restOf(limits.perHour, usage.perHour),
    perDay: restOf(limits.perDay, usage.perDay),
    perMonth: restOf(limits.perMonth, usage.perMonth),
    recipientsPerMonth: newRecipients,
  };
  const left = Math.min(
    Number.POSITIVE_INFINITY,
    ...WINDOWS.map(({ key }) => leftOfEach[key] ?? Number.POSITIVE_INFINITY),
  );
  const noNewRecipient =
    newRecipients === 0
      ? `the SIM's limit of ${limits.recipientsPerMonth} recipients in any 31 days is reached; it sends only to these`
      : undefined;
  const leftToNew = Math.min(left, newRecipients ?? left);
  const all = { left, leftToNew, leftOfEach, noNewRecipient, recipients };
  // If several windows are exhausted, the longest one decides when a part may be sent again.
  const spent = WINDOWS.findLast(({ key }) => leftOfEach[key] === 0);
  if (spent === undefined) {
    const againMs = noNewRecipient === undefined ? 0 : NEW_RECIPIENT_AGAIN_MS;
    return { ...all, reason: undefined, againMs };
  }
  const limit = limits[spent.key];
  const reason = `the SIM's limit of ${limit} parts in any ${spent.word} is reached; it sends no more for now`;
  return { ...all, reason, againMs: spent.againMs };
};
