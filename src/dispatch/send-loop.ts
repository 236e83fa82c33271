import type { Priority } from '../domain/messages/priority.ts';
import type { Claimed, Queue } from '../domain/messages/queue.ts';
import type { Cancel, Clock } from '../kernel/clock.ts';
import type { Log } from '../kernel/log.ts';
import type { Backlog, WaitingClass } from './plan/backlog.ts';
import type { Lane } from './plan/plan.ts';
import { enoughWithout, isUsable, type RouteSnapshot } from './plan/planner.ts';
import { SpillMemory } from './plan/spill-memory.ts';
import type { RouteRunner } from './route/route-runner.ts';
import { snapshotsOf } from './route/standings.ts';

// The expected wait for a route changes with time alone, without an event: the loop looks at the plan again this often.
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
  /** Whether outcomes can't be written to disk now: meanwhile the loop claims nothing. */
  readonly diskRefuses: () => boolean;
}

/** What a claim for a class found. */
interface Found {
  /** When the claim was called, ms since the epoch. */
  readonly at: number;
  /** Messages that were queued after that call. */
  readonly newer: number;
  /** Messages that the claim took. */
  readonly claimed: number;
  readonly nextDueAt: number | undefined;
}

/**
 * Claims for each route the messages that the plan gives it, up to the route's room, the most urgent first. The loop
 * keeps no message in memory: it hands a claimed one to its route at once, and all others wait on disk.
 */
export class SendLoop {
  readonly #deps: SendLoopDeps;
  readonly #spills = new SpillMemory();
  /** Number of claims under way, by class and route. */
  readonly #claiming = new Map<string, number>();
  /**
   * By class and route: until when no claim is made, since the last claim found due messages but none for the route.
   * Messages that are added to the class meanwhile are claimed at once.
   */
  readonly #skipped = new Map<string, { readonly until: number; readonly added: number }>();
  /** The classes and routes whose last claim left messages in the queue, since the route had no room for them. */
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

  /** Claims nothing more; resolves when the claims under way have come back. */
  stop(): Promise<void> {
    this.#running = false;
    this.#cancelTimer?.();
    if (this.#claiming.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  /**
   * To be called when a message was queued or a route has room. Cheap: many calls in a row cause one look at the queue.
   */
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
      const snapshots = snapshotsOf(this.#deps.runners);
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
    // setTimeout can't wait longer than 2^31 - 1 ms: for a message that is due later the loop looks every hour.
    if (Number.isFinite(next)) this.#cancelTimer = clock.after(Math.min(next, 3_600_000), () => this.wake());
  }

  /**
   * @param kept by route: the priority for which the route's room is kept, since its last claim left messages of that
   * priority
   */
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
    // Messages of a held wave are not sent before this class, so they aren't counted.
    const waiting = backlog.waiting(one.priority, now, (number) => laneOf(number) !== undefined);
    for (const id of this.#spills.routesFor(one.lane, lane, one.priority, waiting, snapshots)) {
      const runner = runners.get(id);
      if (runner === undefined) continue;
      if (this.#isLeftTo(one, id, snapshots, lane, waiting, now)) continue;
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
      if (this.#isSkipped(one, id, now)) continue;
      void this.#claim(key, one, runner, parts);
    }
  }

  #isSkipped({ lane, priority, added }: WaitingClass, route: string, now: number): boolean {
    const skipped = this.#skipped.get(`${lane}/${priority}/${route}`);
    return skipped !== undefined && skipped.until > now && skipped.added === added;
  }

  /** Whether faster routes would send the class sooner than this one answers, and find messages for them in it. */
  #isLeftTo(
    one: WaitingClass,
    id: string,
    snapshots: ReadonlyMap<string, RouteSnapshot>,
    lane: Lane,
    waiting: number,
    now: number,
  ): boolean {
    const route = snapshots.get(id);
    const faster = route === undefined ? [] : enoughWithout(route, lane, waiting, snapshots);
    // What the others skip is reserved for this route.
    return faster.length > 0 && !faster.every((other) => this.#isSkipped(one, other, now));
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

  /**
   * A fault of the gateway with one message must not stop the messages claimed with it. The watchdog ends the faulty
   * one.
   */
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

  /** Corrects the count and the due time of a class by what the claim found on disk. */
  #learn(key: string, one: WaitingClass, { newer, claimed, nextDueAt, at }: Found): void {
    // A message that became due after the call was not left by this claim: it must not keep the route from the next
    // claim.
    const isLeft = nextDueAt !== undefined && nextDueAt <= at;
    if (isLeft && claimed > 0) this.#leftBehind.add(key);
    else this.#leftBehind.delete(key);
    if (nextDueAt === undefined) {
      one.messages = newer;
      return;
    }
    one.messages = Math.max(1, one.messages);
    one.nextDueAt = newer > 0 ? Math.min(one.nextDueAt, nextDueAt) : nextDueAt;
    const until = this.#deps.clock.now() + LOOK_AGAIN_MS;
    if (isLeft && claimed === 0) this.#skipped.set(key, { until, added: one.added - newer });
    else this.#skipped.delete(key);
  }
}
