import { z } from 'zod';
import { curveSvg } from '../../../alerts/report/curve-svg.ts';
import { notReachedCsv } from '../../../alerts/report/report-path.ts';
import type { Report } from '../../../alerts/report/report-service.ts';
import type { MessageSummary } from '../../../alerts/report/summary.ts';
import type { ReportedMessage } from '../../../domain/alerts/alert-report.ts';
import { states } from '../../../domain/messages/state.ts';
import { iso } from '../messages/message-view.ts';
import { alertView, viewAlert } from './alert-view.ts';

const time = () => z.iso.datetime().nullable();
const count = () => z.int();

const peopleFields = {
  total: count(),
  toReach: count().meta({ description: 'Without people who were suppressed in every wave.' }),
  reached: count().meta({ description: 'People to whom a message of any wave was delivered.' }),
};

const messageFields = {
  messages: count(),
  parts: count(),
  possibleDuplicates: count(),
  short: count().meta({ description: 'Messages that left with the short text.' }),
  delivered: count(),
  byState: z.record(z.string(), count()),
  firstSubmitAt: time(),
  receiptMs: z
    .int()
    .nullable()
    .meta({ description: "Mean time from the carrier's answer to the receipt, in milliseconds." }),
};

const personView = z.strictObject({
  number: z.string(),
  name: z.string().nullable(),
  language: z.string().nullable(),
  wave: count(),
  state: z.enum(states),
  reason: z.string().nullable(),
  route: z.string().nullable(),
});

export const reportView = z
  .strictObject({
    alert: alertView,
    countedAt: z.iso.datetime(),
    purged: z.boolean().meta({ description: 'The messages are deleted; the figures were kept.' }),
    timings: z.strictObject({
      createdAt: time(),
      approvedAt: time(),
      launchedAt: time(),
      firstSubmitAt: time(),
      firstDeliveredAt: time(),
      delivered50At: time().meta({ description: 'When half of the people to reach were reached.' }),
      delivered90At: time(),
      delivered99At: time(),
      finishedAt: time(),
    }),
    people: z.strictObject({ ...peopleFields, byOutcome: z.record(z.string(), count()) }),
    messages: z.strictObject(messageFields),
    byRoute: z.array(z.strictObject({ route: z.string(), ...messageFields })),
    byWave: z.array(z.strictObject({ wave: count(), kind: z.string().nullable(), ...messageFields })),
    byLanguage: z.array(z.strictObject({ language: z.string(), ...peopleFields })),
    byGroup: z.array(
      z.strictObject({
        group: z.string().meta({ description: 'Such as `list 7`.' }),
        name: z
          .string()
          .nullable()
          .meta({ description: 'Its name at the time of the count; null: it did not exist any more.' }),
        people: count(),
        reached: count(),
      }),
    ),
    answers: z.strictObject({ byMeaning: z.record(z.string(), count()), silent: count() }),
    cases: z
      .strictObject({
        open: count(),
        taken: count(),
        closed: count(),
        byOutcome: z.record(z.string(), count()),
      })
      .meta({ description: 'Calls for help by state, and the closed ones by outcome.' }),
    notReached: z.strictObject({
      people: count(),
      byReason: z.array(
        z.strictObject({ state: z.enum(states), reason: z.string().nullable(), people: count() }),
      ),
      items: z.array(personView),
      more: z
        .boolean()
        .meta({ description: 'There are more people than are listed here; the CSV lists all.' }),
      notShown: count().meta({
        description: 'How many of these people are not in `items`. Erased people are in no file either.',
      }),
      csv: z.string().nullable().meta({
        description: 'The path of a CSV with a line for each of them; null: the messages are deleted.',
      }),
    }),
    curve: z.array(z.strictObject({ at: z.iso.datetime(), people: count() })),
    curveSvg: z.string(),
    log: z.array(
      z.strictObject({
        at: z.iso.datetime(),
        actor: z.string(),
        name: z.string(),
        action: z.string(),
        detail: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'AlertReport' });

const isoOrNull = (ms: number | undefined): string | null => (ms === undefined ? null : iso(ms));

const viewMessages = ({ byState, firstSubmitAt, receiptMs, ...sums }: MessageSummary) => ({
  messages: sums.messages,
  parts: sums.parts,
  possibleDuplicates: sums.possibleDuplicates,
  short: sums.short,
  delivered: byState.delivered ?? 0,
  byState: { ...byState } as Record<string, number>,
  firstSubmitAt: isoOrNull(firstSubmitAt),
  receiptMs: receiptMs ?? null,
});

const viewPerson = (one: ReportedMessage): z.output<typeof personView> => ({
  number: one.number,
  name: one.name ?? null,
  language: one.language ?? null,
  wave: one.wave,
  state: one.state,
  reason: one.reason ?? null,
  route: one.route ?? null,
});

export const viewReport = (report: Report): z.output<typeof reportView> => {
  const { alert, summary, waves, launchedAt, answers } = report;
  const { people } = summary;
  const from = launchedAt ?? alert.created.at;
  return {
    alert: viewAlert(alert),
    countedAt: iso(summary.countedAt),
    purged: report.purged,
    timings: {
      createdAt: iso(alert.created.at),
      approvedAt: isoOrNull(alert.approved?.at),
      launchedAt: isoOrNull(launchedAt),
      firstSubmitAt: isoOrNull(summary.messages.firstSubmitAt),
      firstDeliveredAt: isoOrNull(summary.firstDeliveredAt),
      delivered50At: isoOrNull(summary.half),
      delivered90At: isoOrNull(summary.nineTenths),
      delivered99At: isoOrNull(summary.almostAll),
      finishedAt: isoOrNull(alert.finishedAt),
    },
    people: {
      total: people.total,
      toReach: people.toReach,
      reached: people.reached,
      byOutcome: { ...people.byOutcome } as Record<string, number>,
    },
    messages: viewMessages(summary.messages),
    byRoute: summary.byRoute.map((one) => ({ route: one.route, ...viewMessages(one) })),
    byWave: summary.byWave.map((one) => ({
      wave: one.wave,
      kind: waves.find(({ wave }) => wave === one.wave)?.kind ?? null,
      ...viewMessages(one),
    })),
    byLanguage: summary.byLanguage.map(({ language, total, toReach, reached }) => ({
      language,
      total,
      toReach,
      reached,
    })),
    byGroup: report.groups.map(({ name, ...one }) => ({ ...one, name: name ?? null })),
    answers: { byMeaning: { ...answers.byMeaning }, silent: answers.silent },
    cases: { ...report.cases, byOutcome: { ...report.cases.byOutcome } as Record<string, number> },
    notReached: {
      people: people.total - people.reached,
      byReason: report.reasons.map((one) => ({
        state: one.state,
        reason: one.reason ?? null,
        people: one.people,
      })),
      items: report.notReached.map(viewPerson),
      more: report.moreNotReached,
      notShown: report.notShown,
      csv: report.purged ? null : notReachedCsv(alert.id),
    },
    curve: summary.curve.map((point) => ({ at: iso(point.at), people: point.people })),
    curveSvg: curveSvg(summary.curve, from, people.toReach),
    log: report.log.map(({ at, actor, actorName, action, detail }) => ({
      at: iso(at),
      actor,
      name: actorName,
      action,
      detail: detail ?? null,
    })),
  };
};
