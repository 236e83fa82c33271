import { between, type Dice, diceOf } from '../chaos/dice.ts';
import { type Plan, planOf } from '../chaos/plan.ts';
import { actsOf } from './acts/acts.ts';
import { type WorldFault, worldFaultsOf } from './faults/world-faults.ts';

export interface StormPlan extends Plan {
  /** Names of what goes on beside the messages: keys of ACTS. */
  readonly acts: readonly string[];
  /** The numbers of the messages that are posted; undefined: all. */
  readonly posted?: ReadonlySet<number>;
  readonly worldFaults: readonly WorldFault[];
  /** How many times longer it takes until something planned happens, and until the carriers' faults end. */
  readonly stretch: number;
}

const LAST_CRASH_MS = 6000;
/** The share of the worlds whose machine has no fault: the laws excuse less there. */
const QUIET = 1 / 3;
/** The share of the worlds with a few messages: most faults need no more, and so more worlds fit into a time. */
const SMALL = 0.93;
/** The share of the small worlds that keep one of their acts, which cost more than all else. */
const SMALL_WITH_ACT = 0.2;
/** The share of the worlds in which the faults last for minutes. */
const LONG = 0.15;
/** A validity that is longer than this outlasts the faults, ms. */
const OUTLASTS_MS = 30_000;

/** Acts wait for times of day, which a clock that stays behind would put off by more than a world lasts. */
const setRight = (fault: WorldFault): WorldFault =>
  fault.kind === 'clock' ? { ...fault, isSetRight: true } : fault;

/** The numbers of some messages of a plan, and of those that probe the routes at the end. */
const fewOf = (dice: Dice, { messages }: Plan): ReadonlySet<number> => {
  const few = between(dice('few'), 4, 20);
  return new Set(
    messages.filter(({ index, probes }) => index < few || probes !== undefined).map(({ index }) => index),
  );
};

/** The plan with all that happens so many times later. What is valid for long is valid until then. */
const stretched = (plan: StormPlan, stretch: number): StormPlan => ({
  ...plan,
  stretch,
  // The schedule of the triggers launches an alert each minute.
  acts: plan.acts.filter((act) => act !== 'triggers'),
  messages: plan.messages.map((message) =>
    message.validForMs <= OUTLASTS_MS
      ? message
      : { ...message, validForMs: message.validForMs + (stretch - 1) * plan.calmAtMs },
  ),
});

/**
 * What happens in the world of a seed: two partial faults of carriers at a time; unless it is quiet, up to three power
 * cuts, and up to two faults of the machine.
 */
export const usualPlanOf = (seed: number): StormPlan => {
  const plan = planOf(seed);
  const dice = diceOf(seed);
  const isQuiet = dice('world') < QUIET;
  const worldFaults = isQuiet ? [] : worldFaultsOf(dice, plan.routes);
  const crashes = Array.from({ length: isQuiet ? 0 : between(dice('crashes'), 0, 3) }, (_, index) => ({
    atMs: between(dice(`crash ${index}`), 100, LAST_CRASH_MS),
    kind: 'SIGKILL' as const,
    answers: 0,
  }));
  const acts = actsOf(dice);
  return {
    ...plan,
    stretch: 1,
    blows: [...plan.blows, ...crashes].toSorted((a, b) => a.atMs - b.atMs),
    worldFaults: acts.length === 0 ? worldFaults : worldFaults.map(setRight),
    acts,
  };
};

/** The plan with few messages, and with one act at most. */
const small = (dice: Dice, plan: StormPlan): StormPlan => {
  const kept = dice('small with act') < SMALL_WITH_ACT ? between(dice('act'), 0, plan.acts.length - 1) : -1;
  return { ...plan, posted: fewOf(dice, plan), acts: plan.acts.filter((_, index) => index === kept) };
};

/**
 * The usual plan of a seed, or one with few messages, or one whose faults last longer, or both.
 * @param stretch how many times longer, at least 1; if left out, the seed says it
 */
export const stormPlanOf = (seed: number, stretch?: number): StormPlan => {
  const usual = usualPlanOf(seed);
  const dice = diceOf(seed);
  const plan = dice('size') < SMALL ? small(dice, usual) : usual;
  const times = stretch ?? (dice('long') < LONG ? between(dice('stretch'), 5, 60) : 1);
  return times === 1 ? plan : stretched(plan, times);
};
