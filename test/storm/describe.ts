import { describeFalls } from '../chaos/report.ts';
import type { StormPlan } from './plan.ts';
import type { StormRun } from './run-storm.ts';

/** What the report of the carriers does not say of a world: its acts, the faults of its machine, and its size. */
const describePlan = ({ acts, worldFaults, stretch, posted }: StormPlan): readonly string[] => [
  ...(acts.length > 0 ? [`acts: ${acts.join(', ')}`] : []),
  ...worldFaults.map((fault) => `fault of the machine: ${JSON.stringify(fault)}`),
  ...(posted === undefined ? [] : [`posted: messages ${[...posted].join(', ')}`]),
  ...(stretch === 1 ? [] : [`all that happens comes ${stretch} times later`]),
];

/** The laws that a world breaks, and what happened in it. */
export const describeRun = (plan: StormPlan, { history, falls }: StormRun): string =>
  [...describePlan(plan), describeFalls(history, falls)].join('\n');
