import type { Config, PlanRule } from '../../config/schema.ts';
import type { Msisdn } from '../../domain/messages/msisdn.ts';
import type { Priority } from '../../domain/messages/priority.ts';
import { routeCapabilities } from '../../domain/routes/capabilities.ts';
import type { RoutePlace } from '../../domain/routes/routes-control.ts';
import { Affinity, type Ranks } from './affinity.ts';

type SpillAfter = Readonly<Record<Priority, number | null>>;

/** Which routes may carry a message, in which order, and when it spills into the next tier. */
export interface Lane {
  /** Best tier first; the routes of one tier share the messages. */
  readonly tiers: readonly (readonly string[])[];
  /** How long a message may have to wait for a tier before the next one takes it too, ms; null: for ever. */
  readonly spillAfterMs: SpillAfter;
  /** The last tier is used only while no route of the other tiers is usable, however slow these are. */
  readonly lastResort?: true;
  /** The order of the routes within a tier; left out: by speed alone. */
  readonly ranks?: Ranks;
  /** The wave of an alert whose messages the lane is for: lanes of different waves alternate, so that none starves. */
  readonly turn?: string;
}

const NEVER = null;

/**
 * The spillAfter of a rule that has none, ms: a critical message waits for seconds only, and a low one never spills to
 * the modems.
 */
const DEFAULT_SPILL: SpillAfter = { critical: 5_000, high: 30_000, normal: 600_000, low: NEVER };

interface Rule {
  readonly when: PlanRule['when'];
  readonly lane: Lane;
}

/**
 * The configured plan; without one a default plan, with all carriers in the first tier and all modems in the second.
 */
export class Plan {
  readonly #rules: readonly Rule[];
  readonly #routes: readonly string[];
  readonly #fingerprint: string;
  readonly #affinity: Affinity;
  /** By the rule's lane and the ranks, so that equal messages find the same lane object. */
  readonly #ranked = new WeakMap<Lane, Map<Ranks, Lane>>();

  constructor(config: Pick<Config, 'routes' | 'plan'>) {
    this.#routes = config.routes.map(({ id }) => id);
    this.#rules = (config.plan ?? [defaultRule(config)]).map((rule) => ({
      when: rule.when,
      lane: { tiers: rule.tiers, spillAfterMs: spillAfterOf(rule) },
    }));
    this.#affinity = new Affinity(config.routes);
    this.#fingerprint = JSON.stringify([this.#routes, this.#rules, this.#affinity.preferences]);
  }

  /** Identifies the plan: when it changes, the queued messages are planned anew. */
  get fingerprint(): string {
    return this.#fingerprint;
  }

  /** One lane for each rule, in the order of the rules. */
  get lanes(): readonly Lane[] {
    return this.#rules.map(({ lane }) => lane);
  }

  /** In which tier of which rules the route is, in the order of the rules. */
  placesOf(route: string): readonly RoutePlace[] {
    return this.#rules.flatMap(({ when, lane: { tiers } }) => {
      const index = tiers.findIndex((tier) => tier.includes(route));
      const { prefix: prefixes, priority } = when ?? {};
      return index === -1 ? [] : [{ tier: index + 1, tiers: tiers.length, prefixes, priorities: priority }];
    });
  }

  has(route: string): boolean {
    return this.#routes.includes(route);
  }

  /**
   * The lane of the first rule that matches; undefined if none does.
   *
   * @param asked the routes that the lane is narrowed to. A route that isn't configured any more takes no message. If
   * none of the routes is left, the plan decides
   */
  laneFor(to: Msisdn, priority: Priority, asked: readonly string[] | undefined): Lane | undefined {
    const lane = this.#rules.find((rule) => matches(rule.when, to, priority))?.lane;
    const ranks = this.#affinity.ranksFor(to);
    const only = asked?.filter((id) => this.has(id));
    if (only === undefined || only.length === 0)
      return ranks === undefined || lane === undefined ? lane : this.#rank(lane, ranks);
    const fewer = narrowed(lane ?? { tiers: [], spillAfterMs: DEFAULT_SPILL }, only);
    return ranks === undefined ? fewer : { ...fewer, ranks };
  }

  #rank(lane: Lane, ranks: Ranks): Lane {
    const byRanks = this.#ranked.get(lane) ?? new Map<Ranks, Lane>();
    this.#ranked.set(lane, byRanks);
    const ranked = byRanks.get(ranks) ?? { ...lane, ranks };
    byRanks.set(ranks, ranked);
    return ranked;
  }

  /** Whether a rule matches every number and priority. */
  get catchesAll(): boolean {
    return this.#rules.some(({ when }) => when?.prefix === undefined && when?.priority === undefined);
  }
}

const defaultRule = (config: Pick<Config, 'routes'>): PlanRule => {
  const byTier = Map.groupBy(config.routes, ({ type }) => routeCapabilities[type].tier);
  const inOrder = [...byTier].toSorted(([a], [b]) => a - b);
  return { tiers: inOrder.map(([, routes]) => routes.map(({ id }) => id)) };
};

const spillAfterOf = (rule: PlanRule): SpillAfter => {
  const { spillAfter } = rule;
  if (spillAfter === undefined) return DEFAULT_SPILL;
  return { critical: spillAfter, high: spillAfter, normal: spillAfter, low: spillAfter };
};

const matches = (when: PlanRule['when'], to: Msisdn, priority: Priority): boolean =>
  (when?.prefix?.some((prefix) => to.startsWith(prefix)) ?? true) &&
  (when?.priority?.includes(priority) ?? true);

/**
 * Narrows the lane to these routes in the order of the plan. Routes that the sender named and the plan did not are the
 * last tier.
 */
const narrowed = (lane: Lane, only: readonly string[]): Lane => {
  const tiers = lane.tiers.map((tier) => tier.filter((id) => only.includes(id)));
  const planned = new Set(tiers.flat());
  tiers.push(only.filter((id) => !planned.has(id)));
  return { tiers: tiers.filter((tier) => tier.length > 0), spillAfterMs: lane.spillAfterMs };
};
