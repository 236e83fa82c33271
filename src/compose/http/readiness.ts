import type { RoutesControl } from '../../domain/routes/routes-control.ts';
import type { Readiness } from '../../http/server/services.ts';
import type { Store } from '../../store/store.ts';

/** Whether messages can be accepted, and which routes would take them. */
export const readinessOf = (
  store: Pick<Store, 'failedReason'>,
  dispatcher: Pick<RoutesControl, 'list'>,
): Readiness => {
  const reason = store.failedReason();
  const views = dispatcher.list();
  const ids = (up: boolean) =>
    views.filter(({ state }) => (state === 'up' || state === 'degraded') === up).map(({ id }) => id);
  const routes = { routesUp: ids(true), routesDown: ids(false) };
  return reason === undefined ? { ready: true, ...routes } : { ready: false, reason, ...routes };
};
