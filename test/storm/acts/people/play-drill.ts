import { between, type Dice, pick } from '../../../chaos/dice.ts';
import { numberOf } from './crowd.ts';
import type { Asked, Desk } from './desk.ts';

const PHONES = 2800;
const DRILL_UNTIL_MS = 6000;
/** A time that never comes in the world. */
const NEVER = '0 0 1 12 *';

/** A measurement to phones of ours, which a person begins; and a look at a configuration that has not changed. */
export interface Drill {
  readonly atMs: number;
  readonly phones: readonly string[];
  readonly until: 'sent' | 'delivered';
  readonly reloads: readonly number[];
}

export interface PlayedDrill {
  readonly drill: Drill;
  readonly run: Asked;
  /** The path of the run, if there is one. */
  readonly path: string | undefined;
}

const DRILL_TEXT = 'EXERCICE d0v0fr.0 ne rien faire';

export const drillOf = (dice: Dice): Drill => ({
  atMs: between(dice('drill at'), 0, DRILL_UNTIL_MS),
  phones: Array.from({ length: between(dice('drill phones'), 0, 3) }, (_, index) => numberOf(PHONES + index)),
  until: pick(dice('drill until'), ['sent', 'delivered']),
  reloads: Array.from({ length: between(dice('reloads'), 0, 2) }, (_, index) =>
    between(dice(`reload ${index}`), 0, DRILL_UNTIL_MS),
  ),
});

export const playDrill = async (desk: Desk, drill: Drill): Promise<PlayedDrill | undefined> => {
  const { phones: numbers, until } = drill;
  if (numbers.length === 0) return undefined;
  const body = {
    name: 'people drill',
    cron: NEVER,
    timeZone: 'UTC',
    numbers,
    text: DRILL_TEXT,
    within: 'PT15S',
    until,
  };
  const made = await desk.ask('anna', 'POST', '/v1/drills', body, { key: 'make drill' });
  if (!made.isDone) return undefined;
  const path = `/v1/drills/${String(made.answer['id'])}`;
  const run = await desk.ask('ben', 'POST', `${path}/run`, {});
  return { drill, run, path: run.isDone ? `${path}/runs/${String(run.answer['run'])}` : undefined };
};
