import type { DrillRun, MissedDrill } from '../domain/operation/drill.ts';
import type { TocsinEvent } from '../domain/operation/events.ts';

const iso = (ms: number): string => new Date(ms).toISOString();

/**
 * Marks planned times at which no run began, all for the same reason. If several were missed while the gateway was off,
 * one event covers all of them.
 * @param planned in ascending order, 1 or more
 */
export const missedDrills = (
  { id, name }: { readonly id: number; readonly name: string },
  planned: readonly number[],
  reason: string,
  before: DrillRun | undefined,
  at: number,
): readonly MissedDrill[] => {
  const [first = at] = planned;
  const last = planned.at(-1) ?? first;
  const event: TocsinEvent = {
    type: 'drill.missed',
    at,
    data: {
      drill: id,
      name,
      result: 'missed',
      before: before?.result ?? null,
      reason,
      plannedAt: iso(first),
      lastPlannedAt: iso(last),
      times: planned.length,
    },
  };
  return planned.map((plannedAt, index) => ({
    drill: id,
    name,
    plannedAt,
    reason,
    at,
    event: index === planned.length - 1 ? event : undefined,
  }));
};

/** The event of a finished run. It contains no numbers and no text. */
export const drillEvent = (run: DrillRun, before: DrillRun | undefined, nowMs: number): TocsinEvent => ({
  type: run.result === 'passed' ? 'drill.passed' : 'drill.failed',
  at: nowMs,
  data: {
    drill: run.drill,
    name: run.name,
    run: run.id,
    result: run.result,
    before: before?.result ?? null,
    reason: run.reason ?? null,
    plannedAt: run.plannedAt === undefined ? null : iso(run.plannedAt),
    startedAt: iso(run.startedAt),
    until: run.until,
    routes: run.routes.map(({ route, result, reason, messages, arrived, medianMs, worstMs }) => ({
      route,
      result,
      reason: reason ?? null,
      messages,
      arrived,
      medianMs: medianMs ?? null,
      worstMs: worstMs ?? null,
    })),
  },
});
