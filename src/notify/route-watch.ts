import type { Events } from '../domain/operation/events.ts';
import { maskInReason } from '../domain/routes/mask-sim.ts';
import type { RoutesControl } from '../domain/routes/routes-control.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Log } from '../kernel/log.ts';
import { Looper } from '../kernel/looper.ts';

export interface RouteWatchDeps {
  readonly routes: Pick<RoutesControl, 'list'>;
  readonly publish: Events['publish'];
  readonly clock: Clock;
  readonly log: Log;
}

/** How often the states of routes are compared, in ms. An outage between two looks isn't reported. */
const LOOK_EVERY_MS = 1000;

/** Publishes an event when a route changes its state, with the reason. */
export class RouteWatch {
  readonly #deps: RouteWatchDeps;
  readonly #states = new Map<string, string>();
  readonly #looper: Looper;

  constructor(deps: RouteWatchDeps) {
    this.#deps = deps;
    const { clock, log } = deps;
    const failure = 'the states of the routes cannot be looked at';
    this.#looper = new Looper(() => this.#look(), { clock, log, failure });
  }

  /** Starts the watch. The present states are not published, only later changes. */
  start(): void {
    for (const { id, state } of this.#deps.routes.list()) this.#states.set(id, state);
    this.#looper.start(LOOK_EVERY_MS);
  }

  stop(): Promise<void> {
    return this.#looper.stop();
  }

  async #look(): Promise<number> {
    const { routes, publish, log } = this.#deps;
    const present = routes.list();
    const ids = new Set(present.map(({ id }) => id));
    for (const id of [...this.#states.keys()].filter((one) => !ids.has(one))) this.#states.delete(id);
    for (const { id, type, state, reason, modemDetails } of present) {
      const before = this.#states.get(id);
      if (before === state) continue;
      this.#states.set(id, state);
      // A route that a reload has added is as the routes at the start.
      if (before === undefined) continue;
      const masked = maskInReason(reason, modemDetails) ?? null;
      const data = { route: id, type, state, before, reason: masked };
      publish(`route.${state}`, data).catch((error: unknown) =>
        log.error({ err: error, route: id, state }, 'the event of a changed route state cannot be published'),
      );
    }
    return LOOK_EVERY_MS;
  }
}
