import type { Priority } from '../domain/messages/priority.ts';
import type { Claimed, Queue } from '../domain/messages/queue.ts';
import type { Cancel, Clock } from '../kernel/clock.ts';
import type { Log } from '../kernel/log.ts';
import type { Backlog, WaitingClass } from './plan/backlog.ts';
import type { Lane } from './plan/plan.ts';
import { isUsable, type RouteSnapshot } from './plan/planner.ts';
import { SpillMemory } from './plan/spill-memory.ts';
import type { RouteRunner } from './route/route-runner.ts';

// Waiting changes what is expected of a route without any event: so often the plan is looked at again.
const LOOK_AGAIN_MS = 250;
const DISK_RETRY_MS = 1000;

export interface SendLoopDeps {
  readonly queue: Pick<Queue, 'claim'>;
  readonly backlog: Backlog;
  readonly lane: (number: number) => Lane | undefined;
  readonly runners: ReadonlyMap<string, RouteRunner>;
  readonly clock: Clock;
  readonly log: Log;
  readonly launch: (message: Claimed, runner: RouteRunner) => void;
  /** Nothing is claimed while outcomes can't be written. */
  readonly diskRefuses: () => boolean;
}

/** What a claim of a class found. */
interface Found {
  /** When it was called, ms since the epoch. */
  readonly at: number;
  /** Messages that came after that. */
  readonly newer: number;
  /** Messages that it took. */
  readonly claimed: number;
  readonly nextDueAt: number | undefined;
}

/**
 * Claims for each route what the plan gives it, as much as it has room for, the most urgent first. It holds no
 * message: what it claims is handed over at once, what waits is on disk.
 */
export class SendLoop {
  readonly #deps: SendLoopDeps;
  readonly #spills = new SpillMemory();
  /** Claims under way, by class and route. */
  readonly #claiming = new Map<string, number>();
  /** By class and route: what is due there is kept from this route for a while. */
  readonly #skippedUntil = new Map<string, number>();
  /** By class and route: the last claim left messages in the queue for which the route had no room. */
  readonly #leftBehind = new Set<string>();
  #woken = false;
  #running = false;
  #pausedUntil = 0;
  #usable: readonly string[] = [];
  #cancelTimer: Cancel | undefined;
  #idle: (() => void)[] = [];

  constructor(deps: SendLoopDeps) {
    this.#deps = deps;
  }

  start(): void {
    this.#running = true;
    this.wake();
  }

  /** Claims nothing more; resolves when the claims on their way have come back. */
  stop(): Promise<void> {
    this.#running = false;
    this.#cancelTimer?.();
    if (this.#claiming.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  /** Something changed: a message came, a route has room. Cheap, and many in one turn are one look. */
  wake(): void {
    if (this.#woken || !this.#running) return;
    this.#woken = true;
    queueMicrotask(() => {
      this.#woken = false;
      if (this.#running) this.#look();
    });
  }

  #look(): void {
    const { backlog, clock, diskRefuses } = this.#deps;
    const now = clock.now();
    this.#cancelTimer?.();
    const paused = now < this.#pausedUntil || diskRefuses();
    let waiting = false;
    if (!paused) {
      const snapshots = this.#snapshots();
      this.#usable = [...snapshots.values()].filter(isUsable).map(({ id }) => id);
      const kept = new Map<string, Priority>();
      for (const one of backlog.due(now)) {
        waiting = true;
        this.#claimFor(one, snapshots, kept, now);
      }
    }
    const due = backlog.nextDueAfter(now);
    const next = Math.min(
      waiting || paused ? LOOK_AGAIN_MS : Number.POSITIVE_INFINITY,
      due === undefined ? Number.POSITIVE_INFINITY : due - now,
    );
    // setTimeout's longest delay is 2^31 - 1 ms: what is due later is looked at again before.
    if (Number.isFinite(next)) this.#cancelTimer = clock.after(Math.min(next, 3_600_000), () => this.wake());
  }

  #snapshots(): ReadonlyMap<string, RouteSnapshot> {
    const snapshots = new Map<string, RouteSnapshot>();
    for (const [id, runner] of this.#deps.runners) snapshots.set(id, runner.snapshot());
    return snapshots;
  }

  /** @param kept by route: the priority for whose next claim its room is kept, since more of it waits */
  #claimFor(
    one: WaitingClass,
    snapshots: ReadonlyMap<string, RouteSnapshot>,
    kept: Map<string, Priority>,
    now: number,
  ): void {
    const { backlog, lane: laneOf, runners } = this.#deps;
    const lane = laneOf(one.lane);
    if (lane === undefined) return;
    const critical = one.priority === 'critical';
    // What is held stands before nothing.
    const waiting = backlog.waiting(one.priority, now, (number) => laneOf(number) !== undefined);
    for (const id of this.#spills.routesFor(one.lane, lane, one.priority, waiting, snapshots)) {
      const runner = runners.get(id);
      if (runner === undefined) continue;
      const { mostPartsPerClaim, mostClaimsUnderWay } = runner.route.capabilities;
      const budget = runner.budget(critical, critical && this.#hasOther(lane, id));
      const parts = Math.min(mostPartsPerClaim, budget);
      const key = `${one.lane}/${one.priority}/${id}`;
      const underWay = this.#claiming.get(key) ?? 0;
      if (parts < 1 || (kept.get(id) ?? one.priority) !== one.priority) continue;
      if (underWay >= mostClaimsUnderWay) {
        if (this.#leftBehind.has(key)) kept.set(id, one.priority);
        continue;
      }
      if ((this.#skippedUntil.get(key) ?? 0) > now) continue;
      void this.#claim(key, one, runner, parts);
    }
  }

  /** Whether another route of the lane is usable, and takes messages. */
  #hasOther({ tiers }: Lane, route: string): boolean {
    const { runners } = this.#deps;
    return tiers.some((tier) =>
      tier.some((id) => id !== route && this.#usable.includes(id) && runners.get(id)?.takesNothing === false),
    );
  }

  async #claim(key: string, one: WaitingClass, runner: RouteRunner, maxParts: number): Promise<void> {
    const { queue, backlog, clock, log } = this.#deps;
    const { lane, priority, added } = one;
    this.#claiming.set(key, (this.#claiming.get(key) ?? 0) + 1);
    runner.reserve(maxParts);
    try {
      const route = runner.route.id;
      const usable = this.#usable;
      const request = { lane, priority, route, maxParts, now: clock.now(), usable };
      const { claimed, nextDueAt } = await queue.claim(request);
      backlog.add(lane, priority, -claimed.length, 0);
      this.#learn(key, one, {
        newer: one.added - added,
        claimed: claimed.length,
        nextDueAt,
        at: request.now,
      });
      for (const message of claimed) this.#launch(message, runner);
    } catch (error) {
      log.error({ err: error, route: runner.route.id }, 'messages cannot be claimed; sending pauses');
      this.#pausedUntil = clock.now() + DISK_RETRY_MS;
    } finally {
      this.#claimed(key);
      runner.release(maxParts);
      runner.pump();
      this.wake();
      if (this.#claiming.size === 0) for (const resolve of this.#idle.splice(0)) resolve();
    }
  }

  /** A fault of ours with one message must not keep those claimed with it from leaving: the watchdog ends it. */
  #launch(message: Claimed, runner: RouteRunner): void {
    const { launch, log } = this.#deps;
    try {
      launch(message, runner);
    } catch (error) {
      log.error({ err: error, message: message.id, route: runner.route.id }, 'a message cannot be launched');
    }
  }

  #claimed(key: string): void {
    const left = (this.#claiming.get(key) ?? 1) - 1;
    if (left === 0) this.#claiming.delete(key);
    else this.#claiming.set(key, left);
  }

  /** The disk knows best how much waits, and for when. */
  #learn(key: string, one: WaitingClass, { newer, claimed, nextDueAt, at }: Found): void {
    // What became due while the claim was under way is kept from no route.
    const isLeft = nextDueAt !== undefined && nextDueAt <= at;
    if (isLeft && claimed > 0) this.#leftBehind.add(key);
    else this.#leftBehind.delete(key);
    if (nextDueAt === undefined) {
      one.messages = newer;
      return;
    }
    one.messages = Math.max(1, one.messages);
    one.nextDueAt = newer > 0 ? Math.min(one.nextDueAt, nextDueAt) : nextDueAt;
    if (isLeft && claimed === 0) this.#skippedUntil.set(key, this.#deps.clock.now() + LOOK_AGAIN_MS);
    else this.#skippedUntil.delete(key);
  }
}
