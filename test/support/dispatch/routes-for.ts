import { openTiers } from '../../../src/dispatch/plan/planner.ts';

/** The ids of the routes of all open tiers, best first: these may take the next message. */
export const routesFor = (...args: Parameters<typeof openTiers>): readonly string[] =>
  openTiers(...args)
    .flat()
    .map(({ id }) => id);
