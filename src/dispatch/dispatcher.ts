import type { OwnMessages, RoutePace } from '../domain/alerts/alert-traffic.ts';
import type { Outcome } from '../domain/messages/outcome.ts';
import type { Priority } from '../domain/messages/priority.ts';
import type { DeadlineRepository, Queue, RouteLedger } from '../domain/messages/queue.ts';
import type { PartKey, Route } from '../domain/routes/route.ts';
import type { RouteTrace } from '../domain/routes/route-trace.ts';
import type { RoutesControl, RouteView } from '../domain/routes/routes-control.ts';
import type { SimControl } from '../domain/routes/sim-control.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Log } from '../kernel/log.ts';
import { Flights } from './flights/flights.ts';
import { Settler } from './flights/settler.ts';
import type { Backlog } from './plan/backlog.ts';
import { etaOf } from './plan/eta.ts';
import type { LaneRegistry } from './plan/lane-registry.ts';
import { outlooks, type PacesDeps, pacesOf } from './plan/paces.ts';
import { Turns } from './plan/turns.ts';
import { RouteRunner } from './route/route-runner.ts';
import { standingsOf, tellQuarantine } from './route/standings.ts';
import { SendLoop } from './send-loop.ts';
import { Watchdog } from './watch/watchdog.ts';

export interface DispatcherDeps {
  readonly store: Queue & DeadlineRepository & RouteLedger;
  readonly lanes: LaneRegistry;
  readonly backlog: Backlog;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
  readonly uncertainGraceMs: number;
}

/** Owns everything between the queue and the routes: the send loop, the flights and the watchdog. */
export class Dispatcher implements RoutesControl {
  /** Holds and releases the waves of alerts, and counts their waiting messages. */
  readonly turns: Turns;
  readonly #deps: DispatcherDeps;
  readonly #runners = new Map<string, RouteRunner>();
  readonly #contracts = new Map<string, number | undefined>();
  readonly #settler: Settler;
  readonly #flights: Flights;
  readonly #loop: SendLoop;
  readonly #watchdog: Watchdog;
  readonly #forecasting: PacesDeps;

  constructor(deps: DispatcherDeps) {
    this.#deps = deps;
    const { store, lanes, backlog, clock, log } = deps;
    this.turns = new Turns({ lanes, backlog, released: () => this.#loop.wake() });
    this.#settler = new Settler({
      queue: store,
      clock,
      log,
      requeued: ({ lane, priority, dueAt }) => this.queued(lane, priority, 1, dueAt),
    });
    this.#flights = new Flights({
      clock,
      graceMs: deps.uncertainGraceMs,
      settle: (settlement) => this.#settler.add(settlement),
      lanes,
      standings: standingsOf(this.#runners),
    });
    this.#loop = new SendLoop({
      queue: store,
      backlog,
      lane: (number) => this.turns.laneOf(number),
      runners: this.#runners,
      clock,
      log,
      launch: (message, runner) => this.#flights.launch(message, runner),
      diskRefuses: () => this.#settler.stuck,
    });
    this.#forecasting = {
      runners: this.#runners,
      contracts: this.#contracts,
      classes: () => backlog.all(),
      laneOf: (lane) => this.turns.laneOf(lane),
    };
    this.#watchdog = new Watchdog({
      deadlines: store,
      clock,
      log,
      expired: ({ lane, priority, messages }) => backlog.add(lane, priority, -messages, 0),
      audit: () => this.#audit(),
    });
  }

  /**
   * Adds a route. All routes must be added before `start`.
   *
   * @param contractedRate parts per second; undefined for none
   */
  addRoute(route: Route, contractedRate: number | undefined): void {
    const { clock, log } = this.#deps;
    const wake = () => this.#loop.wake();
    const onQuarantine = tellQuarantine(route.id, log, wake);
    const runner = new RouteRunner(route, contractedRate, clock, wake, onQuarantine);
    this.#runners.set(route.id, runner);
    this.#contracts.set(route.id, contractedRate);
  }

  /**
   * Resumes the messages that were being sent when the last process ended, then starts the routes and the send loop.
   */
  async start(): Promise<void> {
    const { store, clock } = this.#deps;
    for (const id of await store.disabledRoutes()) {
      const runner = this.#runners.get(id);
      if (runner !== undefined) runner.enabled = false;
    }
    const today = await store.acceptedToday(clock.now());
    for (const [id, runner] of this.#runners) runner.today.add(clock.now(), today.get(id) ?? 0);
    for (const interrupted of await store.interrupted()) this.#flights.resume(interrupted);
    for (const { route } of this.#runners.values()) route.start();
    this.#watchdog.start();
    this.#loop.start();
  }

  /**
   * Sends nothing new, and waits for answers until `signal` aborts. A message without an answer by then stays `sending`
   * on disk, and is uncertain at the next start.
   */
  async stop(signal: AbortSignal): Promise<void> {
    await this.#watchdog.stop();
    await this.#loop.stop();
    for (const runner of this.#runners.values()) runner.close();
    await Promise.all([...this.#runners.values()].map(({ route }) => route.stop(signal)));
    await this.#flights.close();
    await this.#settler.drained();
    this.#settler.close();
  }

  /**
   * Counts `messages` more in this class, or fewer if negative, and wakes the send loop. The messages must be on disk,
   * or their write must have been called before: a claim then follows that write in the same commit.
   *
   * @param dueAt when the first of them is due, ms since the epoch
   */
  queued(lane: number, priority: Priority, messages: number, dueAt: number): void {
    this.#deps.backlog.add(lane, priority, messages, dueAt);
    this.#loop.wake();
  }

  changed(): void {
    this.#loop.wake();
  }

  late(route: string, key: PartKey, outcome: Outcome): void {
    this.#runners.get(route)?.late(key.messageId, outcome);
    this.#flights.late(key, outcome, route);
  }

  list(): readonly RouteView[] {
    const routes = outlooks(this.#forecasting, this.#deps.clock.now());
    return [...this.#runners.values()].map((runner) => this.#view(runner, routes));
  }

  get(id: string): RouteView | undefined {
    const runner = this.#runners.get(id);
    return runner === undefined ? undefined : this.#view(runner);
  }

  /**
   * How many parts per second each route carries: its contracted rate while it is idle, otherwise the measured or
   * believed rate.
   */
  paces(own?: OwnMessages): readonly RoutePace[] {
    return pacesOf(this.#forecasting, this.#deps.clock.now(), own);
  }

  trace(id: string): RouteTrace | undefined {
    return this.#runners.get(id)?.route.trace;
  }

  sim(id: string): SimControl | undefined {
    return this.#runners.get(id)?.route.sim;
  }

  /** Shows a route that calls itself up as degraded, with this reason; the send loop uses it all the same. */
  setAlarm(id: string, reason: string | undefined): void {
    const runner = this.#runners.get(id);
    if (runner !== undefined) runner.alarm = reason;
  }

  async setEnabled(id: string, enabled: boolean): Promise<boolean> {
    const runner = this.#runners.get(id);
    if (runner === undefined) return false;
    await this.#deps.store.setEnabled(id, enabled);
    runner.enabled = enabled;
    if (enabled) runner.trust.restore();
    this.#loop.wake();
    return true;
  }

  async #audit(): Promise<void> {
    const { store, backlog, log } = this.#deps;
    const missed = backlog.audit(await store.counts());
    if (missed.length === 0) return;
    log.warn({ missed }, 'messages waited on disk that the send loop did not count; it does now');
    this.#loop.wake();
  }

  #view(runner: RouteRunner, routes = outlooks(this.#forecasting, this.#deps.clock.now())): RouteView {
    const { id, type } = runner.route;
    const { state, reason, inFlight, modem, quarantine, receiptId } = runner.status;
    const now = this.#deps.clock.now();
    const { classes, laneOf } = this.#forecasting;
    return {
      id,
      type,
      state,
      reason,
      rate: runner.meter.rate(now),
      contractedRate: this.#contracts.get(id),
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

  /** Queued messages for which this route is in the first tier. */
  #backlogOf(id: string): number {
    let sum = 0;
    for (const { lane, messages } of this.#deps.backlog.all()) {
      if (this.#deps.lanes.get(lane)?.tiers[0]?.includes(id) === true) sum += messages;
    }
    return sum;
  }
}
