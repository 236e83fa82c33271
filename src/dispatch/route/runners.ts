import type { Route, RouteStatus } from '../../domain/routes/route.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import type { RouteShare } from '../share/route-share.ts';
import { RouteRunner } from './route-runner.ts';
import { tellQuarantine } from './standings.ts';

const DISABLED: Pick<RouteStatus, 'state' | 'reason'> = {
  state: 'disabled',
  reason: 'disabled by an operator',
};

export interface RunnersDeps {
  readonly clock: Clock;
  readonly log: Log;
  /** Whether no other process can have taken this one for dead; left out: there is none. */
  readonly isSure?: () => boolean;
  /** Wakes the send loop. */
  readonly wake: () => void;
}

/** The routes, each with what drives it. Routes are added and removed also while others send. */
export class Runners {
  readonly #deps: RunnersDeps;
  readonly #runners = new Map<string, RouteRunner>();
  readonly #contracts = new Map<string, number | undefined>();
  /** The routes that operators have disabled, also those that are not configured now. */
  readonly #disabled = new Set<string>();
  /** Parts of today, of routes that are not configured now. */
  readonly #today = new Map<string, number>();
  readonly #stopping = new WeakMap<RouteRunner, Promise<void>>();
  #isStarted = false;

  constructor(deps: RunnersDeps) {
    this.#deps = deps;
  }

  get all(): ReadonlyMap<string, RouteRunner> {
    return this.#runners;
  }

  /** Parts per second by route; undefined: no contract. */
  get contracts(): ReadonlyMap<string, number | undefined> {
    return this.#contracts;
  }

  /**
   * @param disabled the routes that operators have disabled
   * @param today parts that were accepted today, by route
   */
  recall(disabled: readonly string[], today: ReadonlyMap<string, number>): void {
    for (const id of disabled) this.#disabled.add(id);
    for (const [id, parts] of today) this.#today.set(id, parts);
    for (const runner of this.#runners.values()) this.#recalled(runner);
  }

  /**
   * Counts what all nodes have had accepted, as it is on disk: a runner counts what this process sends.
   *
   * @param today parts of the day of `now`, by route
   */
  countAtLeast(today: ReadonlyMap<string, number>, now: number): void {
    for (const [id, parts] of today) this.#runners.get(id)?.today.atLeast(now, parts);
  }

  start(): void {
    this.#isStarted = true;
    for (const { route } of this.#runners.values()) route.start();
  }

  /** Adds a route, which starts at once if the others have. @param contract parts per second; undefined for none */
  add(route: Route, contract: number | undefined): void {
    const { clock, log, wake, isSure } = this.#deps;
    const quarantined = tellQuarantine(route.id, log, wake);
    const runner = new RouteRunner(route, contract, clock, wake, quarantined, isSure);
    this.#runners.set(route.id, runner);
    this.#contracts.set(route.id, contract);
    this.#recalled(runner);
    if (this.#isStarted) route.start();
    wake();
  }

  /** Sends by another contract from now on. @param contract parts per second */
  contractTo(id: string, contract: number): void {
    const runner = this.#runners.get(id);
    if (runner === undefined) return;
    this.#contracts.set(id, contract);
    runner.pacer.renew(contract);
    runner.pump();
    this.#deps.wake();
  }

  /** Sends by this share of the route's contract from now on. A route without a contract has no shares. */
  shareTo(id: string, share: RouteShare): void {
    const runner = this.#runners.get(id);
    if (runner === undefined || this.#contracts.get(id) === undefined) return;
    runner.shareTo(share);
    this.#deps.wake();
  }

  /**
   * Gives the route nothing more, and stops it: what it has not handed over goes back into the queue, and answers are
   * waited for until `signal` aborts. Parts without one are uncertain then, as after any time-out.
   */
  async remove(id: string, reason: string, signal: AbortSignal): Promise<void> {
    const runner = this.#runners.get(id);
    if (runner === undefined) return;
    runner.shut = { state: 'down', reason };
    runner.close(reason);
    try {
      await this.#stop(runner, signal);
    } finally {
      // A reload may have put another route in its place meanwhile.
      if (this.#runners.get(id) === runner) {
        this.#today.set(id, runner.today.at(this.#deps.clock.now()));
        this.#runners.delete(id);
        this.#contracts.delete(id);
      }
    }
  }

  /** Lists the routes in this order from now on. */
  arrange(ids: readonly string[]): void {
    for (const id of ids) {
      const runner = this.#runners.get(id);
      if (runner === undefined || !this.#runners.delete(id)) continue;
      this.#runners.set(id, runner);
    }
  }

  setEnabled(id: string, enabled: boolean): void {
    const runner = this.#runners.get(id);
    if (enabled) this.#disabled.delete(id);
    else this.#disabled.add(id);
    // A route that is being removed stays shut.
    if (runner === undefined || runner.shut?.state === 'down') return;
    runner.shut = enabled ? undefined : DISABLED;
    if (enabled) runner.trust.restore();
    else runner.pump();
  }

  /** Sets the routes that operators have disabled, to these alone. Returns whether that changed any. */
  disable(routes: readonly string[]): boolean {
    const ended = [...this.#disabled].filter((id) => !routes.includes(id));
    const begun = routes.filter((id) => !this.#disabled.has(id));
    for (const id of ended) this.setEnabled(id, true);
    for (const id of begun) this.setEnabled(id, false);
    return ended.length + begun.length > 0;
  }

  /** Gives nothing more to any route, and waits for answers until `signal` aborts. */
  async stop(signal: AbortSignal): Promise<void> {
    for (const runner of this.#runners.values()) runner.close('the gateway is stopping');
    await Promise.all([...this.#runners.values()].map((runner) => this.#stop(runner, signal)));
  }

  /** A route that is being removed while the gateway stops is stopped once. */
  #stop(runner: RouteRunner, signal: AbortSignal): Promise<void> {
    const stopping = this.#stopping.get(runner) ?? runner.route.stop(signal);
    this.#stopping.set(runner, stopping);
    return stopping;
  }

  #recalled(runner: RouteRunner): void {
    const { id } = runner.route;
    if (this.#disabled.has(id)) runner.shut = DISABLED;
    runner.today.add(this.#deps.clock.now(), this.#today.get(id) ?? 0);
    this.#today.delete(id);
  }
}
