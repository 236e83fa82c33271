import { openTiers } from '../../../src/dispatch/plan/planner.ts';

/** The ids of the routes that may take the next message, best first, over all tiers that are open. */
export const routesFor = (...args: Parameters<typeof openTiers>): readonly string[] =>
  openTiers(...args)
    .flat()
    .map(({ id }) => id);
