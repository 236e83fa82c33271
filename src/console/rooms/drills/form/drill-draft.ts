import { parseIsoDuration } from '../../../../kernel/iso-duration.ts';
import type { Drill, DrillBody } from '../../../api/types/drills.ts';
import { cronOf, type Planned, plannedOf } from '../cron-words.ts';

/** A drill as it stands in the form. */
export interface DrillDraft {
  readonly name: string;
  /** One in each line. */
  readonly numbers: string;
  readonly text: string;
  readonly kind: Planned['kind'];
  readonly time: string;
  readonly day: number;
  readonly date: number;
  readonly cron: string;
  readonly timeZone: string;
  readonly enabled: boolean;
  readonly routes: readonly string[];
  readonly minutes: string;
  readonly until: Drill['until'];
  /** What the form has no field for, and keeps as it was. */
  readonly grace: string | undefined;
  readonly priority: Drill['priority'] | undefined;
}

const MINUTE_MS = 60_000;

export const newDrill = (text: string, timeZone: string): DrillDraft => ({
  name: '',
  numbers: '',
  text,
  kind: 'weekly',
  time: '10:00',
  day: 1,
  date: 1,
  cron: '0 10 * * 1',
  timeZone,
  enabled: true,
  routes: [],
  minutes: '5',
  until: 'delivered',
  grace: undefined,
  priority: undefined,
});

export const draftOfDrill = (drill: Drill): DrillDraft => {
  const planned = plannedOf(drill.cron);
  return {
    ...newDrill(drill.text, drill.timeZone),
    ...planned,
    cron: drill.cron,
    name: drill.name,
    numbers: drill.numbers.join('\n'),
    enabled: drill.enabled,
    routes: drill.routes ?? [],
    minutes: String((parseIsoDuration(drill.within) ?? 0) / MINUTE_MS),
    until: drill.until,
    grace: drill.grace,
    priority: drill.priority,
  };
};

/** The numbers of the lines, without what people write between digits. */
export const numbersOf = (written: string): readonly string[] =>
  written
    .split(/[\n,;]/)
    .map((line) => line.replaceAll(/[\s.()-]/g, ''))
    .filter((line) => line !== '');

/** The lines of the field that the gateway takes for no number, from 1. @param paths such as `numbers[2]` */
export const wrongLines = (paths: readonly string[]): readonly number[] =>
  paths.flatMap((path) => {
    const index = /^numbers\[(\d+)\]/.exec(path)?.[1];
    return index === undefined ? [] : [Number(index) + 1];
  });

const plannedIn = ({ kind, time, day, date, cron }: DrillDraft): Planned => {
  if (kind === 'daily') return { kind, time };
  if (kind === 'weekly') return { kind, time, day };
  return kind === 'monthly' ? { kind, time, date } : { kind, cron };
};

/** The drill as the gateway takes it. */
export const bodyOfDrill = (draft: DrillDraft): DrillBody => ({
  name: draft.name.trim(),
  numbers: [...numbersOf(draft.numbers)],
  text: draft.text,
  cron: cronOf(plannedIn(draft)),
  timeZone: draft.timeZone.trim(),
  enabled: draft.enabled,
  within: `PT${Math.round(Number(draft.minutes.replace(',', '.')) * 60)}S`,
  until: draft.until,
  ...(draft.routes.length > 0 && { routes: [...draft.routes] }),
  ...(draft.grace !== undefined && { grace: draft.grace }),
  ...(draft.priority !== undefined && { priority: draft.priority }),
});
