import { z } from 'zod';
import { formatMessageId } from '../../../domain/messages/message-id.ts';
import {
  type DrillRun,
  type DrillRunView,
  type DrillTarget,
  drillGoals,
  drillOutcomes,
  drillResults,
} from '../../../domain/operation/drill.ts';
import { endToEndMs } from '../../../drills/judge.ts';
import { durationText } from '../../resource/fields.ts';
import { iso } from '../messages/message-view.ts';

const time = z.iso.datetime();
const ms = z.int().nullable();

const routeView = z.strictObject({
  route: z.string(),
  result: z.enum(['passed', 'failed']),
  reason: z.string().nullable().meta({ description: 'Why it failed.' }),
  messages: z.int(),
  arrived: z.int().meta({ description: 'In time.' }),
  medianMs: ms.meta({ description: 'From the intake on, of those that arrived in time.' }),
  worstMs: ms,
});

const summary = {
  run: z.int(),
  plannedAt: time.nullable().meta({ description: 'null: somebody began it.' }),
  startedBy: z.string().nullable(),
  startedAt: time.nullable().meta({ description: 'null: it was missed.' }),
  finishedAt: time.nullable(),
  result: z.enum(drillResults).meta({
    description: 'missed: it was planned and did not begin, which says nothing of the routes.',
  }),
  reason: z.string().nullable().meta({ description: 'Why it failed, route by route, or was missed.' }),
  interrupted: z.boolean().meta({ description: 'The gateway was started anew while it ran.' }),
  within: z.string().meta({ format: 'duration' }),
  until: z.enum(drillGoals),
  routes: z.array(routeView).meta({ description: 'Empty until it is finished.' }),
};

export const runSummaryView = z.strictObject(summary).meta({ id: 'DrillResult' });

export const runView = z
  .strictObject({
    ...summary,
    messages: z.array(
      z.strictObject({
        route: z.string(),
        number: z.string(),
        message: z.string().nullable().meta({ description: 'Its id; null: none was made.' }),
        acceptedAt: time.nullable(),
        sentAt: time.nullable(),
        deliveredAt: time.nullable(),
        endToEndMs: ms.meta({ description: 'From the intake to what `until` says.' }),
        outcome: z.enum(drillOutcomes),
        reason: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'DrillRun' });

const isoOrNull = (at: number | undefined): string | null => (at === undefined ? null : iso(at));

export const viewSummary = (run: DrillRun): z.output<typeof runSummaryView> => ({
  run: run.id,
  plannedAt: isoOrNull(run.plannedAt),
  startedBy: run.startedBy ?? null,
  startedAt: run.result === 'missed' ? null : iso(run.startedAt),
  finishedAt: isoOrNull(run.finishedAt),
  result: run.result,
  reason: run.reason ?? null,
  interrupted: run.interrupted,
  within: durationText(run.withinMs),
  until: run.until,
  routes: run.routes.map(({ reason, medianMs, worstMs, ...rest }) => ({
    ...rest,
    reason: reason ?? null,
    medianMs: medianMs ?? null,
    worstMs: worstMs ?? null,
  })),
});

export const viewRun = (run: DrillRunView): z.output<typeof runView> => ({
  ...viewSummary(run),
  messages: run.targets.map((target: DrillTarget) => ({
    route: target.route,
    number: target.number,
    message: target.message === undefined ? null : formatMessageId(target.message),
    acceptedAt: isoOrNull(target.acceptedAt),
    sentAt: isoOrNull(target.sentAt),
    deliveredAt: isoOrNull(target.deliveredAt),
    endToEndMs: endToEndMs(target, run.until) ?? null,
    outcome: target.outcome,
    reason: target.reason ?? null,
  })),
});
