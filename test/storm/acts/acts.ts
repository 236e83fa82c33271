import type { MakeAct } from './act.ts';
import { inbound } from './inbound/inbound.ts';
import { modems } from './modems/modems.ts';
import { people } from './people/people.ts';

/** Each takes part in a share of the seeds. */
export const ACTS: Readonly<Record<string, { readonly share: number; readonly make: MakeAct }>> = {
  inbound: { share: 0.5, make: inbound },
  people: { share: 0.5, make: people },
  modems: { share: 0.4, make: modems },
};
