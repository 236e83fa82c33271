import type { Msisdn } from '../../domain/messages/msisdn.ts';
import type { Priority } from '../../domain/messages/priority.ts';
import type { LaneStore } from '../../domain/messages/queue.ts';
import { inOneTier, othersFirst, routeFirst, withoutRoute } from './lane-variants.ts';
import type { Lane, Plan } from './plan.ts';
import { planAnew } from './plan-anew.ts';
import { type StoredLane, UNPLANNED, type Unplanned } from './stored-lane.ts';

/**
 * Knows the lanes by their numbers. The queue on disk is ordered by lane, so that a message that waits for one route
 * never blocks a message that another route could carry. There are few lanes: one for each rule of the plan, and
 * variants of these.
 */
export class LaneRegistry {
  readonly #store: LaneStore;
  #plan: Plan;
  readonly #numbers = new Map<string, number>();
  readonly #lanes = new Map<number, Lane>();
  /** The fingerprint of the plan that each lane was made for. */
  readonly #plans = new Map<number, string>();
  /** The lanes of earlier plans. */
  readonly #stale = new Set<number>();
  /** The plans of other nodes. */
  #kept: ReadonlySet<string> = new Set();
  /** Numbers by the lane object that the plan returned, so that intake makes no JSON key for each message. */
  readonly #known = new WeakMap<Lane, number>();
  readonly #turns = new Map<string, number[]>();
  readonly #knownTurns = new WeakMap<Lane, Map<string, number>>();

  private constructor(store: LaneStore, plan: Plan) {
    this.#store = store;
    this.#plan = plan;
  }

  /**
   * Reads the lanes, and plans anew the messages that were queued or being sent under another plan.
   * @param isShared whether other processes send from the store: they may have these messages
   */
  static async open(store: LaneStore, plan: Plan, isShared = false): Promise<LaneRegistry> {
    const registry = new LaneRegistry(store, plan);
    if (isShared) return registry.learn();
    const stale = new Map<number, string | undefined>();
    for (const { lane, key } of await store.lanes()) {
      const stored = JSON.parse(key) as StoredLane;
      if (stored.plan === plan.fingerprint) registry.#remember(lane, key, stored, stored.plan);
      else stale.set(lane, stored.turn);
    }
    await planAnew(stale, { store, laneFor: (message, turn) => registry.laneAnew(message, turn) });
    return registry;
  }

  /** Reads the lanes that other processes have made. */
  async learn(): Promise<this> {
    for (const { lane, key } of await this.#store.lanes()) {
      if (this.#lanes.has(lane)) continue;
      const stored = JSON.parse(key) as StoredLane;
      this.#remember(lane, key, stored, stored.plan);
    }
    return this;
  }

  /**
   * From now on the lanes of these plans are none of an earlier plan: another node goes by each of them.
   * @returns whether other lanes must be planned anew than before
   */
  keepPlans(fingerprints: ReadonlySet<string>): boolean {
    this.#kept = fingerprints;
    const before = this.#stale.size;
    this.#sortOut();
    return this.#stale.size > before;
  }

  /**
   * Goes by another plan from now on. The lanes of the old plan stay, for messages that are on their way into them and
   * for those that a route has; `isStale` names them.
   *
   * @returns whether the queued messages must be planned anew
   */
  follow(plan: Plan): boolean {
    const isOther = plan.fingerprint !== this.#plan.fingerprint;
    this.#plan = plan;
    this.#sortOut();
    return isOther;
  }

  get fingerprint(): string {
    return this.#plan.fingerprint;
  }

  #sortOut(): void {
    this.#stale.clear();
    for (const [number, made] of this.#plans)
      if (this.#isEarlier(made, this.#lanes.get(number))) this.#stale.add(number);
  }

  /** A lane without routes, for which another plan had no rule, is left to no other node. */
  #isEarlier(plan: string, lane: Lane | undefined): boolean {
    return plan !== this.#plan.fingerprint && (!this.#kept.has(plan) || lane?.tiers.length === 0);
  }

  /** Whether the plan has this route. */
  has(route: string): boolean {
    return this.#plan.has(route);
  }

  placesOf(route: string): ReturnType<Plan['placesOf']> {
    return this.#plan.placesOf(route);
  }

  /** Whether the lane is one of an earlier plan. */
  isStale(number: number): boolean {
    return this.#stale.has(number);
  }

  /** The lanes of earlier plans. */
  get stale(): ReadonlySet<number> {
    return this.#stale;
  }

  /** The lane of a message that was accepted under an earlier plan. */
  laneAnew({ to, priority, routes, keptFor }: Unplanned, turn: string | undefined): number | Promise<number> {
    const lane =
      this.numberFor(to, priority, routes, turn) ??
      this.#ensure({ ...UNPLANNED, ...(turn !== undefined && { turn }) });
    if (keptFor === undefined) return lane;
    return Promise.resolve(lane).then((number) => this.askedFirst(number, keptFor) ?? number);
  }

  /**
   * The number of the lane; a promise only for a lane that was never used before. Undefined: no rule matches.
   *
   * @param turn the turn whose messages the lane is for; left out: messages that belong to no wave
   */
  numberFor(
    to: Msisdn,
    priority: Priority,
    only: readonly string[] | undefined,
    turn?: string,
  ): number | Promise<number> | undefined {
    const lane = this.#plan.laneFor(to, priority, only);
    if (lane === undefined) return undefined;
    return turn === undefined
      ? (this.#known.get(lane) ?? this.#ensure(lane))
      : this.#numberInTurn(lane, turn);
  }

  /** The lanes of this turn. */
  lanesOf(turn: string): readonly number[] {
    return [...(this.#turns.get(turn) ?? [])];
  }

  get(number: number): Lane | undefined {
    return this.#lanes.get(number);
  }

  /** The lane without this route; undefined if no route is left in it. */
  without(number: number, route: string): number | Promise<number> | undefined {
    return this.#variant(number, (lane) => withoutRoute(lane, route));
  }

  /** The lane in which all routes of this one share a single tier; undefined if there is none. See `inOneTier`. */
  alike(number: number, priority: Priority): number | Promise<number> | undefined {
    return this.#variant(number, (lane) => inOneTier(lane, priority));
  }

  /**
   * The lane in which these routes take a message only while none of the other routes that the priority may spill to is
   * usable; undefined if there is no other route.
   */
  elsewhereFirst(
    number: number,
    priority: Priority,
    ...routes: readonly string[]
  ): number | Promise<number> | undefined {
    return this.#variant(number, (lane) => othersFirst(lane, priority, routes));
  }

  /**
   * The lane with this route in the first tier, for a message that is reserved for the route: in a later tier the
   * message would wait in vain while only the first tier is used. Returns `number` if the route is in the first tier
   * already, undefined if the lane doesn't have the route.
   */
  askedFirst(number: number, route: string): number | Promise<number> | undefined {
    const isUnchanged = this.#lanes.get(number)?.tiers[0]?.includes(route) ?? true;
    return isUnchanged ? number : this.#variant(number, (lane) => routeFirst(lane, route));
  }

  #variant(number: number, make: (lane: Lane) => Lane | undefined): number | Promise<number> | undefined {
    const lane = this.#lanes.get(number);
    const made = lane && make(lane);
    return made && this.#ensure(made, number);
  }

  /** Whether another route of the lane may take what this one puts off, or refuses. */
  hasOther(number: number, route: string): boolean {
    return this.#lanes.get(number)?.tiers.some((tier) => tier.some((id) => id !== route)) ?? false;
  }

  /** Whether this route alone is the first tier: other routes get a message only after `spillAfter`. */
  isFirst(number: number, route: string): boolean {
    const [tier, next] = this.#lanes.get(number)?.tiers ?? [];
    return next !== undefined && tier?.length === 1 && tier[0] === route;
  }

  /** How long a message may have to wait for a tier before the next one takes it too, ms; undefined: for ever. */
  spillAfterMs(number: number, priority: Priority): number | undefined {
    return this.#lanes.get(number)?.spillAfterMs[priority] ?? undefined;
  }

  #numberInTurn(lane: Lane, turn: string): number | Promise<number> {
    const known = this.#knownTurns.get(lane) ?? new Map<string, number>();
    this.#knownTurns.set(lane, known);
    const number = known.get(turn) ?? this.#ensure({ ...lane, turn });
    if (typeof number === 'number') known.set(turn, number);
    return number;
  }

  /** @param from the lane that this one is made of: both are of the same plan; left out: the present plan */
  #ensure(lane: Lane, from?: number): number | Promise<number> {
    const plan = (from === undefined ? undefined : this.#plans.get(from)) ?? this.#plan.fingerprint;
    const key = JSON.stringify({ plan, ...lane } satisfies StoredLane);
    const number = this.#numbers.get(key);
    if (number !== undefined) {
      this.#known.set(lane, number);
      return number;
    }
    return this.#store.ensureLane(key).then((made) => {
      this.#remember(made, key, lane, plan);
      return made;
    });
  }

  #remember(number: number, key: string, lane: Lane, plan: string): void {
    const isKnown = this.#plans.has(number);
    this.#numbers.set(key, number);
    this.#plans.set(number, plan);
    if (this.#isEarlier(plan, lane)) this.#stale.add(number);
    const { tiers, spillAfterMs, lastResort, ranks, turn } = lane;
    this.#lanes.set(number, {
      tiers,
      spillAfterMs,
      ...(lastResort && { lastResort }),
      ...(ranks && { ranks }),
      ...(turn !== undefined && { turn }),
    });
    this.#known.set(lane, number);
    if (turn !== undefined && !isKnown) this.#turns.set(turn, [...(this.#turns.get(turn) ?? []), number]);
  }
}
