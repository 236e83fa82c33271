import type { MessageId } from '../domain/messages/message-id.ts';
import type { Clock } from '../kernel/clock.ts';
import type { DispatcherDeps } from './dispatcher-deps.ts';
import type { Flights } from './flights/flights.ts';
import type { Backlog } from './plan/backlog.ts';
import type { LaneRegistry } from './plan/lane-registry.ts';
import type { Replanner } from './plan/replanner.ts';
import type { Runners } from './route/runners.ts';

interface BesideDeps {
  readonly store: DispatcherDeps['store'];
  readonly lanes: LaneRegistry;
  readonly backlog: Backlog;
  readonly flights: Flights;
  readonly runners: Runners;
  readonly replanner: Replanner;
  /** Wakes the send loop. */
  readonly wake: () => void;
  readonly clock: Clock;
}

/** What the dispatcher of one node does because of the others on the same store. */
export class BesideOthers {
  readonly #deps: BesideDeps;

  constructor(deps: BesideDeps) {
    this.#deps = deps;
  }

  /** Takes up messages that another node was sending when it ended. */
  async takeOver(adopted: readonly MessageId[]): Promise<void> {
    const { lanes, store, flights } = this.#deps;
    await lanes.learn();
    for (const interrupted of await store.interrupted(adopted)) flights.resume(interrupted);
  }

  /** Takes over what other nodes have queued and claimed, and the lanes that they have made. */
  async recount(): Promise<void> {
    const { store, backlog, lanes, runners, replanner, wake, clock } = this.#deps;
    const mark = backlog.mark();
    const counts = await store.counts();
    if (counts.some(({ lane }) => lanes.get(lane) === undefined)) await lanes.learn();
    backlog.recount(counts, mark);
    runners.countAtLeast(await store.acceptedToday(clock.now()), clock.now());
    replanner.wake();
    wake();
  }

  /** Says which routes operators have disabled, of all that the store knows. */
  disable(routes: readonly string[]): void {
    if (this.#deps.runners.disable(routes)) this.#deps.wake();
  }

  /** Says by which plans other nodes go: their lanes stay as they are. */
  keepPlans(fingerprints: ReadonlySet<string>): void {
    if (this.#deps.lanes.keepPlans(fingerprints)) this.#deps.replanner.planChanged();
  }
}
