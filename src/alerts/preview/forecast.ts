import type { AlertDraft } from '../../domain/alerts/alert.ts';
import type { RoutePace } from '../../domain/alerts/alert-traffic.ts';
import { msUntilSent } from '../../domain/routes/supply.ts';

/**
 * Whether only slow routes, such as modems, are usable. Then the short texts go out: one part for everybody is better
 * than two parts for half of the people.
 */
export const onlySlowRoutesLeft = (
  paces: readonly RoutePace[],
  { routes: only }: Pick<AlertDraft, 'routes'>,
): boolean => {
  const usable = paces.filter(({ id, usable: takes }) => takes && (only === undefined || only.includes(id)));
  return usable.length > 0 && usable.every(({ capabilities }) => capabilities.isSlow);
};

export interface RouteForecast {
  readonly route: string;
  readonly usable: boolean;
  readonly ratePerSecond: number;
  /** Time until this route alone would have sent all parts, ms; undefined: the route can't send now. */
  readonly aloneMs: number | undefined;
}

/** How much is to be sent, and for how long it is valid. */
export interface Load {
  readonly parts: number;
  /** People who are to get a message. */
  readonly people: number;
  /** How long the messages may still be sent, ms. */
  readonly validMs: number;
  /**
   * How many of the people are among these numbers; left out: nobody knows. It matters for routes that may write only
   * to so many different recipients.
   */
  readonly among?: ((numbers: ReadonlySet<string>) => number) | undefined;
}

export interface Forecast {
  readonly routes: readonly RouteForecast[];
  /** When all parts have been sent, ms from now; undefined: never, as things are. */
  readonly etaMs: number | undefined;
  /** Whether all parts are sent before their validity ends. */
  readonly inTime: boolean;
  /** Why not all parts are sent, or not in time, in words; undefined if they are. */
  readonly reason: string | undefined;
}

/**
 * Forecasts when the load would be sent at the pace that the routes have now and within all of their limits that are
 * known. `etaMs` counts only the usable routes of the first tier that has one: without a configured plan, these routes
 * are used first.
 */
export const forecast = (
  paces: readonly RoutePace[],
  draft: Pick<AlertDraft, 'priority' | 'routes'>,
  load: Load,
): Forecast => {
  const { parts, people, validMs } = load;
  const allowed = paces.filter(isAllowed(draft));
  const timeOf = (some: readonly RoutePace[]): number | undefined => sentAfter(some, draft.priority, parts);
  const routes = allowed.map((pace): RouteForecast => {
    const aloneMs = canSend(pace) ? timeOf([pace]) : undefined;
    const { id, ratePerSecond } = pace;
    return {
      route: id,
      usable: pace.usable,
      ratePerSecond,
      aloneMs: aloneMs === undefined ? undefined : Math.round(aloneMs),
    };
  });
  const told = (etaMs: number | undefined, reason?: string): Forecast => ({
    routes,
    etaMs: etaMs === undefined ? undefined : Math.round(etaMs),
    inTime: reason === undefined,
    reason,
  });
  if (parts <= 0) return told(0);
  const sharing = sharingOf(paces, draft);
  if (sharing.length === 0) return told(undefined, 'no route can send now');
  const reachable = mostRecipients(sharing, load);
  if (reachable < people) {
    return told(
      undefined,
      `the SIMs may write to about ${reachable} of ${people} people: the limits of recipients in a month are reached then`,
    );
  }
  const etaMs = timeOf(sharing);
  if (etaMs !== undefined && etaMs <= validMs) return told(etaMs);
  const spent = sharing.find((pace) => pace.spent !== undefined)?.spent;
  const why = spent === undefined ? '' : `; ${spent}`;
  return told(
    etaMs,
    etaMs === undefined
      ? `the limits of the routes do not let all messages out within a month${why}`
      : `about ${share(sharing, draft.priority, parts, validMs)} % of the messages can leave before their validity ends${why}`,
  );
};

type Going = Pick<AlertDraft, 'routes'>;

const isAllowed =
  ({ routes: only }: Going) =>
  ({ id }: RoutePace): boolean =>
    only === undefined || only.includes(id);

const canSend = ({ usable, ratePerSecond }: RoutePace): boolean => usable && ratePerSecond > 0;

/** The usable routes of the first tier that has one. */
const sharingOf = (paces: readonly RoutePace[], draft: Going): readonly RoutePace[] => {
  const usable = paces.filter(isAllowed(draft)).filter(canSend);
  const firstTier = Math.min(...usable.map(({ capabilities }) => capabilities.tier));
  return usable.filter(({ capabilities }) => capabilities.tier === firstTier);
};

/** The routes that would share the messages now, by their rates. The sum of the shares is 1, or there is no route. */
export const sharesOf = (
  paces: readonly RoutePace[],
  draft: Going,
): readonly { readonly route: string; readonly share: number }[] => {
  const sharing = sharingOf(paces, draft);
  const rate = sharing.reduce((sum, { ratePerSecond }) => sum + ratePerSecond, 0);
  return sharing.map(({ id, ratePerSecond }) => ({ route: id, share: ratePerSecond / rate }));
};

/** When these routes together have sent the parts, after the messages that leave before them, ms. */
const sentAfter = (
  sharing: readonly RoutePace[],
  priority: AlertDraft['priority'],
  parts: number,
): number | undefined => {
  const ms = msUntilSent(
    sharing.map(({ supply }) => supply),
    parts + aheadOf(sharing, priority),
  );
  return ms === undefined ? undefined : ms + Math.min(...sharing.map(({ delayMs }) => delayMs));
};

const aheadOf = (sharing: readonly RoutePace[], priority: AlertDraft['priority']): number =>
  sharing.reduce((sum, { ahead }) => sum + ahead[priority], 0);

const share = (
  sharing: readonly RoutePace[],
  priority: AlertDraft['priority'],
  parts: number,
  validMs: number,
): number => {
  const sent = sharing.reduce((sum, { supply }) => sum + supply.by(validMs), 0) - aheadOf(sharing, priority);
  return Math.floor((100 * Math.max(0, Math.min(parts, sent))) / parts);
};

/**
 * The largest number of people to whom these routes may write. A route with a limit writes to those whom it wrote to
 * within the month, and to so many others as its limit leaves.
 */
const mostRecipients = (sharing: readonly RoutePace[], { people, among }: Load): number => {
  let sum = 0;
  for (const { recipients } of sharing) {
    if (recipients === undefined) return people;
    const known = among?.(recipients.known) ?? recipients.known.size;
    sum += Math.min(people, known) + Math.max(0, recipients.most - recipients.known.size);
  }
  return sum;
};
