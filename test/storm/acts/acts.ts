import type { MakeAct } from './act.ts';
import { people } from './people/people.ts';

/** Each takes part in a share of the seeds. */
export const ACTS: Readonly<Record<string, { readonly share: number; readonly make: MakeAct }>> = {
  people: { share: 0.5, make: people },
};
