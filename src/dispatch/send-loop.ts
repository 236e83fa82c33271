import type { Priority } from '../domain/messages/priority.ts';
import type { Claimed, Queue } from '../domain/messages/queue.ts';
import type { Cancel, Clock } from '../kernel/clock.ts';
import type { Log } from '../kernel/log.ts';
import { mostOfClaim } from './claims/claim-size.ts';
import { ClaimsAhead } from './claims/claims-ahead.ts';
import { ClaimsUnderWay } from './claims/claims-under-way.ts';
import type { Backlog, WaitingClass } from './plan/backlog.ts';
import { claimLengths, LongMessages } from './plan/long-messages.ts';
import type { Lane } from './plan/plan.ts';
import { enoughWithout, isUsable, type RouteSnapshot } from './plan/planner.ts';
import { Skips } from './plan/skips.ts';
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
  /** Called when the store says that the wave is held, as another process may have paused its alert. */
  readonly held?: (turn: string) => void;
  /** Routes that other processes can send by now. */
  readonly usableElsewhere?: () => readonly string[];
  /** Whether outcomes can't be written to disk now: meanwhile the loop claims nothing. */
  readonly diskRefuses: () => boolean;
}

/**
 * Claims for each route the messages that the plan gives it, up to the route's room, the most urgent first. The loop
 * keeps no message in memory: it hands a claimed one to its route at once, and all others wait on disk.
 */
export class SendLoop {
  readonly #deps: SendLoopDeps;
  readonly #spills = new SpillMemory();
  readonly #claiming = new ClaimsUnderWay();
  readonly #skips = new Skips();
  readonly #long = new LongMessages();
  readonly #ahead = new ClaimsAhead();
  #woken = false;
  #running = false;
  #pausedUntil = 0;
  #usable: readonly string[] = [];
  #cancelTimer: Cancel | undefined;

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
    return this.#claiming.ended();
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
    const paused = clock.elapsed() < this.#pausedUntil || diskRefuses();
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
   * priority, or since a claim of this look is not for all of them
   */
  #claimFor(
    one: WaitingClass,
    snapshots: ReadonlyMap<string, RouteSnapshot>,
    kept: Map<string, Priority>,
    now: number,
  ): void {
    const { backlog, clock, lane: laneOf, runners } = this.#deps;
    const lane = laneOf(one.lane);
    if (lane === undefined) return;
    const critical = one.priority === 'critical';
    // Messages of a held wave are not sent before this class, so they aren't counted.
    const isServed = (number: number): boolean => laneOf(number) !== undefined;
    const isWaiting = (other: WaitingClass): boolean => other.nextDueAt <= now && isServed(other.lane);
    const waiting = backlog.waiting(one.priority, now, isServed);
    const ids = this.#spills.routesFor(one.lane, lane, one.priority, waiting, snapshots);
    const elsewhere = this.#long.elsewhere(
      one,
      lane,
      waiting,
      snapshots,
      (id) => runners.get(id)?.limits,
      clock.elapsed(),
    );
    for (const id of new Set([...ids, ...elsewhere.ids])) {
      const runner = runners.get(id);
      const may = runner && this.#long.mayClaim(one, runner.limits, clock.elapsed(), isWaiting);
      if (runner === undefined || may === undefined || may === 'none') continue;
      const least = may === 'all' ? (ids.includes(id) ? 0 : elsewhere.parts) : may.long;
      if (this.#isLeftTo(one, id, snapshots, lane, waiting)) continue;
      const { mostClaimsUnderWay } = runner.route.capabilities;
      const ahead = critical ? 0 : this.#ahead.for(runner, clock.elapsed());
      const budget = runner.budget(critical, { hasOther: critical && this.#hasOther(lane, id), ahead });
      const most = mostOfClaim(runner, critical, ahead);
      const parts = Math.min(most, budget);
      const key = `${one.lane}/${one.priority}/${id}`;
      const underWay = this.#claiming.of(key);
      if (parts < 1 || (kept.get(id) ?? one.priority) !== one.priority) continue;
      // A small claim beside another one would cost a commit of its own (RFC 813). The second half may be one less.
      const isSmall = parts + 1 < Math.min(most, one.messages - this.#claiming.partsOf(key));
      const waits = !critical && underWay > 0 && Number.isFinite(most) && isSmall;
      if (waits || underWay >= mostClaimsUnderWay) {
        if (waits || this.#skips.isLeftBehind(key)) kept.set(id, one.priority);
        continue;
      }
      if (this.#isSkipped(one, id)) continue;
      // The rest of the room is for the next claim of the class, not for less urgent messages.
      if (parts < budget && one.messages > parts) kept.set(id, one.priority);
      void this.#claim(key, one, runner, parts, least);
    }
  }

  #isSkipped(one: WaitingClass, route: string): boolean {
    const { clock, runners } = this.#deps;
    const key = `${one.lane}/${one.priority}/${route}`;
    return this.#skips.has(key, one, runners.get(route)?.limits.lengths, clock.elapsed());
  }

  /** Whether faster routes would send the class sooner than this one answers, and find messages for them in it. */
  #isLeftTo(
    one: WaitingClass,
    id: string,
    snapshots: ReadonlyMap<string, RouteSnapshot>,
    lane: Lane,
    waiting: number,
  ): boolean {
    const route = snapshots.get(id);
    const faster = route === undefined ? [] : enoughWithout(route, lane, waiting, snapshots);
    // What the others skip is reserved for this route.
    return faster.length > 0 && !faster.every((other) => this.#isSkipped(one, other));
  }

  /** Whether another route of the lane is usable, and takes messages. */
  #hasOther({ tiers }: Lane, route: string): boolean {
    const { runners } = this.#deps;
    return tiers.some((tier) =>
      tier.some((id) => id !== route && this.#usable.includes(id) && runners.get(id)?.takesNothing === false),
    );
  }

  async #claim(
    key: string,
    one: WaitingClass,
    runner: RouteRunner,
    maxParts: number,
    least: number,
  ): Promise<void> {
    const { queue, backlog, clock, log } = this.#deps;
    const { lane, priority, added } = one;
    const [asked, critical] = [clock.elapsed(), priority === 'critical'];
    this.#claiming.begin(key, maxParts);
    if (critical) this.#ahead.hasCritical(asked);
    runner.reserve(maxParts, critical);
    try {
      const route = runner.route.id;
      const usable = [...new Set([...this.#usable, ...(this.#deps.usableElsewhere?.() ?? [])])];
      const { turn } = this.#deps.lane(lane) ?? {};
      const lengths = claimLengths(runner.limits.lengths, least);
      const request = { lane, priority, route, maxParts, now: clock.now(), usable, turn, lengths };
      const { claimed, nextDueAt, tooLong, isHeld } = await queue.claim(request);
      if (claimed.length > 0) this.#ahead.claimed(clock.elapsed() - asked);
      if (isHeld === true && turn !== undefined) {
        this.#deps.held?.(turn);
        return;
      }
      backlog.add(lane, priority, -claimed.length, 0);
      backlog.learnParts(one, claimed);
      if (lengths !== undefined) this.#long.note(one, route, tooLong, clock.elapsed());
      const newer = one.added - added;
      const found = {
        newer,
        claimed: claimed.length,
        nextDueAt,
        at: request.now,
        partsLeft: runner.limits.lengths?.now,
      };
      this.#skips.learn(key, one, found, clock.elapsed());
      for (const message of claimed) this.#launch(message, runner);
    } catch (error) {
      log.error({ err: error, route: runner.route.id }, 'messages cannot be claimed; sending pauses');
      this.#pausedUntil = clock.elapsed() + DISK_RETRY_MS;
    } finally {
      this.#claiming.end(key, maxParts);
      runner.reserve(-maxParts, critical);
      runner.pump();
      this.wake();
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
}
