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
import { author, viewAuthor } from '../../resource/author.ts';
import { durationText } from '../../resource/fields.ts';
import { heardView, viewHeard } from '../ears/heard-view.ts';
import { iso } from '../messages/message-view.ts';

const time = z.iso.datetime();
const ms = z.int().nullable();

const routeView = z.strictObject({
  route: z.string(),
  result: z.enum(['passed', 'failed']),
  reason: z.string().nullable().meta({ description: 'Why it failed.' }),
  messages: z.int(),
  arrived: z.int().meta({ description: 'Messages that arrived in time.' }),
  medianMs: ms.meta({
    description: 'Milliseconds from the intake to the arrival, of messages that arrived in time.',
  }),
  worstMs: ms,
});

const summary = {
  run: z.int(),
  plannedAt: time.nullable().meta({ description: 'null: a person began the run.' }),
  startedBy: author.nullable(),
  startedAt: time.nullable().meta({ description: 'null: the run was missed.' }),
  finishedAt: time.nullable(),
  result: z.enum(drillResults).meta({
    description: 'missed: the run was planned and did not begin, which says nothing of the routes.',
  }),
  reason: z.string().nullable().meta({ description: 'Why the run failed, route by route, or was missed.' }),
  interrupted: z.boolean().meta({ description: 'The gateway was restarted during the run.' }),
  within: z.string().meta({ format: 'duration' }),
  until: z.enum(drillGoals),
  routes: z.array(routeView).meta({ description: 'Empty until the run is finished.' }),
};

export const runSummaryView = z.strictObject(summary).meta({ id: 'DrillResult' });

export const runView = z
  .strictObject({
    ...summary,
    messages: z.array(
      z.strictObject({
        route: z.string(),
        number: z.string(),
        message: z.string().nullable().meta({ description: 'The id of the message; null: none was made.' }),
        acceptedAt: time.nullable(),
        sentAt: time.nullable(),
        deliveredAt: time.nullable(),
        endToEndMs: ms.meta({
          description: 'Milliseconds from the intake to the arrival that `until` asks for.',
        }),
        outcome: z.enum(drillOutcomes),
        reason: z.string().nullable(),
        heard: heardView.nullable().meta({
          description: 'What arrived at an ear, a modem of ours; null: the number is not that of an ear.',
        }),
      }),
    ),
  })
  .meta({ id: 'DrillRun' });

const isoOrNull = (at: number | undefined): string | null => (at === undefined ? null : iso(at));

export const viewSummary = (run: DrillRun): z.output<typeof runSummaryView> => ({
  run: run.id,
  plannedAt: isoOrNull(run.plannedAt),
  startedBy: run.startedBy === undefined ? null : viewAuthor(run.startedBy),
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
    heard: target.heard === undefined ? null : viewHeard(target.heard),
  })),
});
