import type { MakeAct } from './act.ts';
import { modems } from './modems/modems.ts';

/** Each takes part in a share of the seeds. */
export const ACTS: Readonly<Record<string, { readonly share: number; readonly make: MakeAct }>> = {
  modems: { share: 0.4, make: modems },
};
