import type { Fall } from '../../chaos/law.ts';
import type { StormPlan } from '../plan.ts';
import { type Cut, LIST_NAMES, placesOf, planCutTo } from './cut.ts';
import { fewest } from './fewest.ts';

/**
 * Makes a plan that breaks a law smaller, list by list, as long as the same law breaks: a small world is easier to read.
 * @param fallsOf runs a plan
 * @param mostRuns after so many runs nothing more is tried
 */
export const shrink = async (
  plan: StormPlan,
  fallsOf: (plan: StormPlan) => Promise<readonly Pick<Fall, 'law'>[]>,
  mostRuns: number,
): Promise<Cut> => {
  const laws = new Set((await fallsOf(plan)).map(({ law }) => law));
  let runs = 1;
  const breaksAgain = async (cut: Cut): Promise<boolean> => {
    if (runs++ >= mostRuns) return false;
    return (await fallsOf(planCutTo(plan, cut))).some(({ law }) => laws.has(law));
  };
  let cut: Cut = {};
  for (const list of LIST_NAMES) {
    const all = placesOf(plan, list);
    const kept = await fewest(all, (some) => breaksAgain({ ...cut, [list]: some }));
    if (kept.length < all.length) cut = { ...cut, [list]: kept };
  }
  return cut;
};
