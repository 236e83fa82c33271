import type { AlertDraft } from '../../domain/alerts/alert.ts';
import type { RoutePace } from '../../domain/alerts/alert-traffic.ts';

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

/**
 * Forecasts when `parts` parts would be sent at the rates that the routes have now. `etaMs` counts only the usable
 * routes of the first tier that has one: without a configured plan, these routes are used first.
 */
export const forecast = (
  paces: readonly RoutePace[],
  { priority, routes: only }: Going,
  parts: number,
): { readonly routes: readonly RouteForecast[]; readonly etaMs: number | undefined } => {
  const allowed = paces.filter(({ id }) => only === undefined || only.includes(id));
  const waitOf = (pace: RoutePace): number | undefined => pace.etaMs[priority];
  const routes = allowed.map((pace): RouteForecast => {
    const waitMs = waitOf(pace);
    const carries = pace.usable && pace.ratePerSecond > 0 && waitMs !== undefined;
    return {
      route: pace.id,
      usable: pace.usable,
      ratePerSecond: pace.ratePerSecond,
      aloneMs: carries ? Math.round(waitMs + (parts / pace.ratePerSecond) * 1000) : undefined,
    };
  });
  const sharing = sharingOf(paces, { priority, routes: only });
  const rate = sharing.reduce((sum, { ratePerSecond }) => sum + ratePerSecond, 0);
  const waitMs = Math.min(...sharing.map((pace) => waitOf(pace) ?? Number.POSITIVE_INFINITY));
  return { routes, etaMs: rate > 0 ? Math.round(waitMs + (parts / rate) * 1000) : undefined };
};

type Going = Pick<AlertDraft, 'priority' | 'routes'>;

/** The usable routes of the first tier that has one. */
const sharingOf = (paces: readonly RoutePace[], { priority, routes: only }: Going): readonly RoutePace[] => {
  const usable = paces.filter(
    (pace) =>
      (only === undefined || only.includes(pace.id)) &&
      pace.usable &&
      pace.ratePerSecond > 0 &&
      pace.etaMs[priority] !== undefined,
  );
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
