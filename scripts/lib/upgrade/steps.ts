import { migrationWords } from '../../../src/ops/supervisor/migration-teller.ts';

/** A step of a migration, as the log of a gateway tells of it. */
export interface Step {
  /** The name of a migration; copy; commit. */
  readonly name: string;
  readonly tookMs: number;
}

/** A moment of a migration: so many ms after the step with this number, from 0, has begun. */
export interface Moment {
  readonly step: number;
  readonly afterMs: number;
}

const BEGINS: ReadonlySet<unknown> = new Set(Object.values(migrationWords).map(({ begins }) => begins));
const ENDS: ReadonlyMap<unknown, string> = new Map(
  Object.entries(migrationWords).map(([kind, { ends }]) => [ends, kind]),
);

const entryOf = (line: string): Readonly<Record<string, unknown>> => {
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    return {};
  }
};

/** Whether the line says that a step begins. */
export const begins = (line: string): boolean => BEGINS.has(entryOf(line)['msg']);

/** The steps that a log tells of; none for a version that says nothing of them. */
export const stepsIn = (log: readonly string[]): readonly Step[] =>
  log
    .map(entryOf)
    .filter(({ msg }) => ENDS.has(msg))
    .map(({ msg, name, tookMs }) => ({ name: String(name ?? ENDS.get(msg)), tookMs: Number(tookMs) }));

/** So many moments, the first at the beginning of the first step, evenly spread over all steps. */
export const momentsIn = (steps: readonly Step[], count: number): readonly Moment[] => {
  const total = steps.reduce((sum, { tookMs }) => sum + tookMs, 0);
  return Array.from({ length: count }, (_, index) => {
    let left = (total * index) / count;
    let step = 0;
    for (const { tookMs } of steps.slice(0, -1)) {
      if (left < tookMs) break;
      left -= tookMs;
      step++;
    }
    return { step, afterMs: Math.round(left) };
  });
};
