import type { z } from 'zod';
import { curveSvg } from '../../../alerts/report/page/curve-svg.ts';
import { notReachedCsv } from '../../../alerts/report/report-path.ts';
import type { Report } from '../../../alerts/report/report-service.ts';
import type { MessageSummary } from '../../../alerts/report/summary.ts';
import type { ReportLanguage } from '../../../alerts/report/words/language.ts';
import type { ReportedMessage } from '../../../domain/alerts/alert-report.ts';
import { toFrench } from '../../../domain/text/french/translate.ts';
import { viewAuthor } from '../../resource/author.ts';
import { iso } from '../messages/message-view.ts';
import { viewAlert } from './alert-view.ts';
import type { personView, reportView } from './report-fields.ts';

const isoOrNull = (ms: number | undefined): string | null => (ms === undefined ? null : iso(ms));

const viewMessages = ({ byState, firstSubmitAt, receiptMs, ...sums }: MessageSummary) => ({
  messages: sums.messages,
  parts: sums.parts,
  partsInDoubt: sums.partsInDoubt,
  partsPlanned: sums.partsPlanned,
  possibleDuplicates: sums.possibleDuplicates,
  short: sums.short,
  delivered: byState.delivered ?? 0,
  byState: { ...byState } as Record<string, number>,
  firstSubmitAt: isoOrNull(firstSubmitAt),
  receiptMs: receiptMs ?? null,
});

type Said = (text: string | undefined) => string | null;

const viewPerson = (one: ReportedMessage, said: Said): z.output<typeof personView> => ({
  number: one.number,
  name: one.name ?? null,
  language: one.language ?? null,
  wave: one.wave,
  state: one.state,
  reason: said(one.reason),
  route: one.route ?? null,
});

export interface Shown {
  readonly timeZone: string;
  readonly proof: z.output<typeof reportView>['proof']['pages'];
  /** The language of reasons and details; undefined: as the gateway stored them. */
  readonly lang: ReportLanguage | undefined;
}

export const viewReport = (report: Report, { timeZone, proof, lang }: Shown): z.output<typeof reportView> => {
  const said: Said = (text) => (text === undefined ? null : lang === 'fr' ? (toFrench(text) ?? text) : text);
  const { alert, summary, waves, launchedAt, answers } = report;
  const { people } = summary;
  const from = launchedAt ?? alert.created.at;
  return {
    alert: viewAlert(alert),
    countedAt: iso(summary.countedAt),
    changedAt: iso(report.changedAt),
    timeZone,
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
      ...people,
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
    texts: report.texts.map(({ short, ...one }) => ({ ...one, short: short ?? null })),
    cost: report.cost ?? null,
    help: {
      people: report.help.people,
      items: report.help.items.map(({ number, name, text, at }) => ({
        number,
        name: name ?? null,
        text: text ?? null,
        at: isoOrNull(at),
      })),
    },
    answers: { people: answers.people, byMeaning: { ...answers.byMeaning }, silent: answers.silent },
    cases: { ...report.cases, byOutcome: { ...report.cases.byOutcome } as Record<string, number> },
    notReached: {
      people: people.total - people.reached,
      byReason: report.reasons.map((one) => ({
        state: one.state,
        reason: said(one.reason),
        people: one.people,
      })),
      items: report.notReached.map((one) => viewPerson(one, said)),
      more: report.moreNotReached,
      notShown: report.notShown,
      csv: report.purged ? null : notReachedCsv(alert.id),
    },
    proof: { algorithm: 'sha-256', pages: [...proof] },
    curve: summary.curve.map((point) => ({ at: iso(point.at), people: point.people })),
    curveSvg: curveSvg(summary.curve, from, people.toReach),
    log: report.log.map(({ at, actor, actorName, action, detail }) => ({
      at: iso(at),
      by: viewAuthor({ id: actor, name: actorName }),
      action,
      // A note is the text of a person, which is never translated.
      detail: action === 'note' ? (detail ?? null) : said(detail),
    })),
  };
};
