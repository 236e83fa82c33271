import { between, diceOf } from '../chaos/dice.ts';
import { type Plan, planOf } from '../chaos/plan.ts';
import { actsOf } from './acts/acts.ts';
import { type WorldFault, worldFaultsOf } from './faults/world-faults.ts';

export interface StormPlan extends Plan {
  /** Names of what goes on beside the messages: keys of ACTS. */
  readonly acts: readonly string[];
  /** The numbers of the messages that are posted; undefined: all. */
  readonly posted?: ReadonlySet<number>;
  readonly worldFaults: readonly WorldFault[];
}

const LAST_CRASH_MS = 6000;
/** The share of the worlds whose machine has no fault: the laws excuse less there. */
const QUIET = 1 / 3;

/**
 * What happens in the world of a seed: two partial faults of carriers at a time; unless it is quiet, up to three power
 * cuts, and up to two faults of the machine.
 */
export const stormPlanOf = (seed: number): StormPlan => {
  const plan = planOf(seed);
  const dice = diceOf(seed);
  const isQuiet = dice('world') < QUIET;
  const worldFaults = isQuiet ? [] : worldFaultsOf(dice, plan.routes);
  const crashes = Array.from({ length: isQuiet ? 0 : between(dice('crashes'), 0, 3) }, (_, index) => ({
    atMs: between(dice(`crash ${index}`), 100, LAST_CRASH_MS),
    kind: 'SIGKILL' as const,
    answers: 0,
  }));
  return {
    ...plan,
    blows: [...plan.blows, ...crashes].toSorted((a, b) => a.atMs - b.atMs),
    worldFaults,
    // The acts do not know yet what a machine that fails excuses.
    acts: worldFaults.length > 0 ? [] : actsOf(dice),
  };
};
