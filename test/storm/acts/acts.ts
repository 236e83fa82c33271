import type { MakeAct } from './act.ts';

/** Each takes part in a share of the seeds. */
export const ACTS: Readonly<Record<string, { readonly share: number; readonly make: MakeAct }>> = {};
