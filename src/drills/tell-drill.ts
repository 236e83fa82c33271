import type { DrillRun } from '../domain/operation/drill.ts';
import type { TocsinEvent } from '../domain/operation/events.ts';

/** What others are told of a run that is finished: without numbers and text. */
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
    plannedAt: run.plannedAt === undefined ? null : new Date(run.plannedAt).toISOString(),
    startedAt: new Date(run.startedAt).toISOString(),
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
