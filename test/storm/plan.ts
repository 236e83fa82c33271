import { between, diceOf } from '../chaos/dice.ts';
import { type Plan, planOf } from '../chaos/plan.ts';
import { ACTS } from './acts/acts.ts';

export interface StormPlan extends Plan {
  /** Names of what goes on beside the messages: keys of ACTS. */
  readonly acts: readonly string[];
  /** The numbers of the messages that are posted; undefined: all. */
  readonly posted?: ReadonlySet<number>;
}

const LAST_CRASH_MS = 6000;

/** What happens in the world of a seed: two partial faults at a time, and up to three power cuts at any moment. */
export const stormPlanOf = (seed: number): StormPlan => {
  const plan = planOf(seed);
  const dice = diceOf(seed);
  const crashes = Array.from({ length: between(dice('crashes'), 0, 3) }, (_, index) => ({
    atMs: between(dice(`crash ${index}`), 100, LAST_CRASH_MS),
    kind: 'SIGKILL' as const,
    answers: 0,
  }));
  return {
    ...plan,
    blows: [...plan.blows, ...crashes].toSorted((a, b) => a.atMs - b.atMs),
    acts: Object.entries(ACTS).flatMap(([name, { share }]) => (dice(`act ${name}`) < share ? [name] : [])),
  };
};
