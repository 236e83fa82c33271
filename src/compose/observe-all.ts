import type { Dispatcher } from '../dispatch/dispatcher.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Metrics } from '../ops/metrics.ts';
import type { Store } from '../store/store.ts';
import type { composeDrills } from './drills.ts';
import type { Triggers } from './triggers/compose-triggers.ts';

interface Observed {
  readonly store: Store;
  readonly dispatcher: Dispatcher;
  readonly drills: Pick<ReturnType<typeof composeDrills>, 'statuses'>;
  readonly triggers: Pick<Triggers, 'cap'>;
  readonly clock: Clock;
}

/** Reads the figures of the parts whenever somebody asks for the metrics. */
export const observeAll = (
  metrics: Metrics,
  { store, dispatcher, drills, triggers, clock }: Observed,
): void => {
  metrics.gauge('time_seconds', 'The time by which the gateway acts, Unix time.', () => clock.now() / 1000);
  // Each node shows its own routes, so that a sum over all nodes is right.
  metrics.observeRoutes({ list: () => dispatcher.own });
  metrics.observeDrills(() => drills.statuses());
  metrics.observeCases(store, clock);
  metrics.observeFeeds(() => triggers.cap.feeds());
  metrics.observeFigures(store, clock);
};
