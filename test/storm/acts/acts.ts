import type { Dice } from '../../chaos/dice.ts';
import type { MakeAct } from './act.ts';
import { inbound } from './inbound/inbound.ts';
import { modems } from './modems/modems.ts';
import { people } from './people/people.ts';
import { reload } from './reload/reload.ts';
import { triggers } from './triggers/triggers.ts';

interface Part {
  /** In how many of the seeds it takes part. */
  readonly share: number;
  readonly make: MakeAct;
  /** It takes no part where this act does. */
  readonly without?: string;
  /** When its worlds begin, ms since 1970, if that matters. */
  readonly startMs?: number;
}

/** A schedule has whole minutes: one of them comes amid the faults. */
const BEFORE_A_MINUTE_MS = Date.UTC(2026, 0, 5, 2, 59, 57);

export const ACTS: Readonly<Record<string, Part>> = {
  inbound: { share: 0.5, make: inbound },
  people: { share: 0.5, make: people },
  // The drill of the people goes by every route.
  modems: { share: 0.6, make: modems, without: 'people' },
  // The reloads of the people expect that nothing has changed.
  reload: { share: 0.4, make: reload, without: 'people' },
  triggers: { share: 0.4, make: triggers, without: 'people', startMs: BEFORE_A_MINUTE_MS },
};

/** When the world of these acts begins; undefined: they do not mind. */
export const startOf = (acts: readonly string[]): number | undefined =>
  acts.map((name) => ACTS[name]?.startMs).find((startMs) => startMs !== undefined);

/** @param dice decides for each act @returns names of acts */
export const actsOf = (dice: Dice): readonly string[] => {
  const takesPart = (name: string): boolean => dice(`act ${name}`) < (ACTS[name]?.share ?? 0);
  return Object.entries(ACTS).flatMap(([name, { without }]) =>
    takesPart(name) && (without === undefined || !takesPart(without)) ? [name] : [],
  );
};
