import type { Carrier } from '../chaos/carrier.ts';
import type { StormGateway } from './gateway.ts';
import type { StormPlan } from './plan.ts';
import type { World } from './world/world.ts';

/** A world in which a gateway and its carriers run. */
export interface Stage {
  readonly plan: StormPlan;
  readonly world: World;
  readonly gateway: StormGateway;
  /** In the order of `plan.routes`. */
  readonly carriers: readonly Carrier[];
  /** When the routes were up first, ms since the epoch. */
  readonly startedAt: number;
  /** Resolves so many ms of the plan after the routes were up first. */
  readonly until: (atMs: number) => Promise<void>;
}
