import type { RouteState } from '../domain/routes/route.ts';
import type { RouteView } from '../domain/routes/routes-control.ts';
import { etaOf } from './plan/eta.ts';
import type { LaneRegistry } from './plan/lane-registry.ts';
import { outlooks, type PacesDeps } from './plan/paces.ts';
import type { RouteRunner } from './route/route-runner.ts';

interface ViewDeps extends PacesDeps {
  readonly lanes: Pick<LaneRegistry, 'get' | 'placesOf'>;
}

/** The routes as operators see them. */
export class RouteViews {
  readonly #deps: ViewDeps;
  /** The states that were seen last. The watch of the routes looks each second, so the times are that exact. */
  readonly #states = new WeakMap<RouteRunner, { readonly state: RouteState; readonly since: number }>();

  constructor(deps: ViewDeps) {
    this.#deps = deps;
  }

  list(): readonly RouteView[] {
    const routes = outlooks(this.#deps);
    return [...this.#deps.runners.values()].map((runner) => this.#view(runner, routes));
  }

  get(id: string): RouteView | undefined {
    const runner = this.#deps.runners.get(id);
    return runner === undefined ? undefined : this.#view(runner);
  }

  #view(runner: RouteRunner, routes = outlooks(this.#deps)): RouteView {
    const { id, type } = runner.route;
    const { state, reason, inFlight, modem, quarantine, receiptId } = runner.status;
    const now = this.#deps.clock.now();
    const { classes, laneOf, contracts } = this.#deps;
    return {
      id,
      type,
      state,
      reason,
      since: this.#since(runner, state, now),
      rate: runner.meter.rate(this.#deps.clock.elapsed()),
      contractedRate: contracts.get(id),
      share: runner.pacer.shareAt(this.#deps.clock.elapsed()),
      foundLimit: runner.pacer.foundLimit,
      places: this.#deps.lanes.placesOf(id),
      latencyMs: runner.meter.latencyMs,
      backlog: this.#backlogOf(id),
      etaMs: etaOf(id, classes(), laneOf, routes, now),
      inFlight,
      sentToday: runner.today.at(now),
      modem,
      modemDetails: runner.route.modemDetails?.(),
      quarantine,
      receiptId,
      refusals: runner.route.refusals?.(),
    };
  }

  #since(runner: RouteRunner, state: RouteState, now: number): number {
    const seen = this.#states.get(runner);
    if (seen?.state === state) return seen.since;
    this.#states.set(runner, { state, since: now });
    return now;
  }

  /** Queued messages for which this route is in the first tier. */
  #backlogOf(id: string): number {
    let sum = 0;
    for (const { lane, messages } of this.#deps.classes()) {
      if (this.#deps.lanes.get(lane)?.tiers[0]?.includes(id) === true) sum += messages;
    }
    return sum;
  }
}
