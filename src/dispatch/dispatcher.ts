import type { OwnMessages, RoutePace } from '../domain/alerts/alert-traffic.ts';
import type { Outcome } from '../domain/messages/outcome.ts';
import type { Priority } from '../domain/messages/priority.ts';
import type { PartKey, Route } from '../domain/routes/route.ts';
import type { RouteTrace } from '../domain/routes/route-trace.ts';
import type { RoutesControl, RouteView } from '../domain/routes/routes-control.ts';
import type { SimControl } from '../domain/routes/sim-control.ts';
import { BesideOthers } from './beside-others.ts';
import type { DispatcherDeps } from './dispatcher-deps.ts';
import { Flights } from './flights/flights.ts';
import { Settler } from './flights/settler.ts';
import { type PacesDeps, pacesOf } from './plan/paces.ts';
import type { Plan } from './plan/plan.ts';
import { Replanner } from './plan/replanner.ts';
import { Turns } from './plan/turns.ts';
import { Runners } from './route/runners.ts';
import { standingsOf } from './route/standings.ts';
import { RouteViews } from './route-views.ts';
import { SendLoop } from './send-loop.ts';
import type { RouteShare } from './share/route-share.ts';
import type { Wanted } from './share/shares.ts';
import { wantedOf } from './share/wanted.ts';
import { Watchdog } from './watch/watchdog.ts';

/** Owns everything between the queue and the routes: the send loop, the flights and the watchdog. */
export class Dispatcher implements RoutesControl {
  /** Holds and releases the waves of alerts, and counts their waiting messages. */
  readonly turns: Turns;
  /** What other nodes make it do. */
  readonly beside: BesideOthers;
  readonly #deps: DispatcherDeps;
  readonly #runners: Runners;
  readonly #replanner: Replanner;
  readonly #views: RouteViews;
  readonly #settler: Settler;
  readonly #flights: Flights;
  readonly #loop: SendLoop;
  readonly #watchdog: Watchdog;
  readonly #forecasting: PacesDeps;

  constructor(deps: DispatcherDeps) {
    this.#deps = deps;
    const { store, lanes, backlog, clock, log } = deps;
    const wake = () => this.#loop.wake();
    this.turns = new Turns({ lanes, backlog, isShared: deps.others !== undefined, released: wake });
    this.#runners = new Runners({ clock, log, wake, isSure: () => deps.others?.isSure() ?? true });
    const isChosen = () => deps.others?.isLeading() ?? true;
    this.#replanner = new Replanner({ store, lanes, backlog, isChosen, moved: wake, clock, log });
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
      standings: standingsOf(this.#runners.all),
    });
    this.#loop = new SendLoop({
      queue: store,
      backlog,
      lane: (number) => this.turns.laneOf(number),
      held: (turn) => this.turns.hold(turn),
      usableElsewhere: () => deps.others?.usable() ?? [],
      runners: this.#runners.all,
      clock,
      log,
      launch: (message, runner) => this.#flights.launch(message, runner),
      diskRefuses: () => this.#settler.stuck,
    });
    this.#forecasting = {
      runners: this.#runners.all,
      contracts: this.#runners.contracts,
      classes: () => backlog.all(),
      laneOf: (lane) => this.turns.laneOf(lane),
      clock,
    };
    this.#views = new RouteViews({ ...this.#forecasting, lanes });
    this.beside = new BesideOthers({
      ...{ store, lanes, backlog, clock, wake },
      flights: this.#flights,
      runners: this.#runners,
      replanner: this.#replanner,
    });
    this.#watchdog = new Watchdog({
      deadlines: store,
      isChosen,
      restMs: deps.deadlinesRestMs,
      clock,
      log,
      expired: ({ lane, priority, messages }) => backlog.add(lane, priority, -messages, 0),
      audit: () => this.#audit(),
    });
  }

  get deadlines(): Pick<Watchdog, 'wake' | 'expiredUntil'> {
    return this.#watchdog;
  }

  /**
   * Adds a route. After `start` it begins to connect at once.
   *
   * @param contractedRate parts per second; undefined for none
   */
  addRoute(route: Route, contractedRate: number | undefined): void {
    this.#runners.add(route, contractedRate);
  }

  /**
   * Gives the route nothing more, waits for answers until `signal` aborts, and stops it. What it has not handed over
   * goes back into the queue.
   */
  removeRoute(id: string, reason: string, signal: AbortSignal): Promise<void> {
    return this.#runners.remove(id, reason, signal);
  }

  /** Sends by another contracted rate from now on, parts per second. */
  setRate(id: string, contractedRate: number): void {
    this.#runners.contractTo(id, contractedRate);
  }

  /** What this node would send by each route that has a contract. */
  wanted(): ReadonlyMap<string, Wanted> {
    return wantedOf(this.#forecasting);
  }

  /** Sends by this share of the route's contract from now on, beside other nodes. */
  shareTo(id: string, share: RouteShare): void {
    this.#runners.shareTo(id, share);
  }

  /** Lists the routes in this order from now on. */
  arrange(ids: readonly string[]): void {
    this.#runners.arrange(ids);
  }

  /** Goes by another plan from now on. What is queued is planned anew in the background, as the next start would. */
  follow(plan: Plan): void {
    if (this.#deps.lanes.follow(plan)) this.#replanner.planChanged();
  }

  /**
   * Resumes the messages that were being sent when the last process ended, then starts the routes and the send loop.
   */
  async start(): Promise<void> {
    const { store, clock } = this.#deps;
    this.#runners.recall(await store.disabledRoutes(), await store.acceptedToday(clock.now()));
    for (const interrupted of await store.interrupted()) this.#flights.resume(interrupted);
    this.#runners.start();
    this.#watchdog.start();
    this.#replanner.start();
    this.#loop.start();
  }

  /**
   * Sends nothing new, and waits for answers until `signal` aborts. A message without an answer by then stays `sending`
   * on disk, and is uncertain at the next start.
   */
  async stop(signal: AbortSignal): Promise<void> {
    await Promise.all([this.#watchdog.stop(), this.#replanner.stop()]);
    await this.#loop.stop();
    await this.#runners.stop(signal);
    await this.#flights.close();
    await this.#settler.drained();
    this.#settler.close();
  }

  /**
   * Counts `messages` more in this class, or fewer if negative, and wakes the send loop. The messages must be on disk,
   * or their write must have been called before: a claim then follows that write.
   *
   * @param dueAt when the first of them is due, ms since the epoch
   */
  queued(lane: number, priority: Priority, messages: number, dueAt: number): void {
    const { backlog, lanes } = this.#deps;
    backlog.add(lane, priority, messages, dueAt);
    if (lanes.isStale(lane)) this.#replanner.wake();
    this.#loop.wake();
  }

  changed(): void {
    this.#loop.wake();
  }

  late(route: string, key: PartKey, outcome: Outcome): void {
    this.#runners.all.get(route)?.late(key.messageId, outcome);
    this.#flights.late(key, outcome, route);
  }

  /** The routes of this process alone. */
  get own(): readonly RouteView[] {
    return this.#views.list();
  }

  list(): readonly RouteView[] {
    return this.#deps.others?.views(this.own) ?? this.own;
  }

  get(id: string): RouteView | undefined {
    return this.#deps.others === undefined ? this.#views.get(id) : this.list().find((view) => view.id === id);
  }

  /**
   * How many parts per second each route carries: its contracted rate while it is idle, otherwise the measured or
   * believed rate.
   */
  paces(own?: OwnMessages): readonly RoutePace[] {
    const paces = pacesOf(this.#forecasting, own);
    return this.#deps.others?.paces(paces) ?? paces;
  }

  trace(id: string): RouteTrace | undefined {
    return this.#runners.all.get(id)?.route.trace;
  }

  sim(id: string): SimControl | undefined {
    return this.#runners.all.get(id)?.route.sim;
  }

  /** Shows a route that calls itself up as degraded, with this reason; the send loop uses it all the same. */
  setAlarm(id: string, reason: string | undefined): void {
    const runner = this.#runners.all.get(id);
    if (runner !== undefined) runner.alarm = reason;
  }

  async setEnabled(id: string, enabled: boolean): Promise<boolean> {
    if (!this.#runners.all.has(id) && !this.#deps.lanes.has(id)) return false;
    await this.#deps.store.setEnabled(id, enabled);
    this.#runners.setEnabled(id, enabled);
    this.#loop.wake();
    return true;
  }

  async #audit(): Promise<void> {
    const { store, backlog, clock, log } = this.#deps;
    const now = clock.now();
    this.#runners.countAtLeast(await store.acceptedToday(now), now);
    const missed = backlog.audit(await store.counts());
    this.#replanner.wake();
    if (missed.length === 0) return;
    log.warn({ missed }, 'messages waited on disk that the send loop did not count; it does now');
    this.#loop.wake();
  }
}
