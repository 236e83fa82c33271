import type { Alert } from '../../../domain/alerts/alert.ts';
import type { AlertAnswerRepository, AnswerCounts } from '../../../domain/alerts/alert-answers.ts';
import type { LaunchedFilter, ReportFigures, ReportRepository } from '../../../domain/alerts/alert-report.ts';
import type { AlertRepository } from '../../../domain/alerts/alert-repository.ts';
import { type Cost, costOfParts, type Prices } from '../../../domain/routes/prices.ts';
import type { Page, Paged } from '../../../kernel/page.ts';
import { type Summary, summaryOf } from '../summary.ts';

export interface ComparisonDeps {
  readonly alerts: Pick<AlertRepository, 'getAlert' | 'waves' | 'launchedAlerts'>;
  readonly answers: Pick<AlertAnswerRepository, 'answersByMeaning'>;
  readonly repository: Pick<ReportRepository, 'keptFigures'>;
  /** Counts an alert whose figures are not kept. */
  readonly count: (alert: Alert) => Promise<ReportFigures>;
  readonly prices: Prices | undefined;
}

/** How long the steps of an alert took, ms; undefined: a step of the two was not taken, or its time is not known. */
interface Spans {
  readonly createdToApproved: number | undefined;
  readonly submittedToApproved: number | undefined;
  readonly approvedToLaunched: number | undefined;
  /** From the launch to the first person reached, and to 50, 90 and 99 % of those to reach. */
  readonly first: number | undefined;
  readonly half: number | undefined;
  readonly nineTenths: number | undefined;
  readonly almostAll: number | undefined;
}

/** The figures of an alert that went out, as far as they can be compared with those of others. */
export interface ComparedAlert {
  readonly alert: Alert;
  readonly launchedAt: number;
  readonly spans: Spans;
  readonly summary: Summary;
  /** People by the meaning of their answer, without the silent ones. */
  readonly answers: AnswerCounts['byMeaning'];
  /** The cost of the parts that left; undefined: no price is set. */
  readonly cost: Cost | undefined;
}

export type Compared =
  | { readonly kind: 'done'; readonly alerts: readonly ComparedAlert[] }
  | { readonly kind: 'unknown'; readonly alert: number }
  | { readonly kind: 'neverOut'; readonly alert: number };

/** Compares alerts by the figures that were kept at their end; only an alert without such figures is counted. */
export class Comparison {
  readonly #deps: ComparisonDeps;

  constructor(deps: ComparisonDeps) {
    this.#deps = deps;
  }

  /** In the order of `ids`. */
  async of(ids: readonly number[]): Promise<Compared> {
    const { alerts } = this.#deps;
    const found: Alert[] = [];
    for (const id of ids) {
      const alert = await alerts.getAlert(id);
      if (alert === undefined) return { kind: 'unknown', alert: id };
      if ((await alerts.waves(id)).length === 0) return { kind: 'neverOut', alert: id };
      found.push(alert);
    }
    return { kind: 'done', alerts: await this.#all(found) };
  }

  /** The alerts that went out, oldest first. */
  async overTime(filter: LaunchedFilter, page: Page): Promise<Paged<ComparedAlert>> {
    const { items, next } = await this.#deps.alerts.launchedAlerts(filter, page);
    return { items: await this.#all(items), next };
  }

  /** One after the other: counting takes its time, and others read beside it. */
  async #all(alerts: readonly Alert[]): Promise<readonly ComparedAlert[]> {
    const compared: ComparedAlert[] = [];
    for (const alert of alerts) compared.push(await this.#figures(alert));
    return compared;
  }

  async #figures(alert: Alert): Promise<ComparedAlert> {
    const { repository, answers, count, prices } = this.#deps;
    const kept = await repository.keptFigures(alert.id);
    const isKept = kept !== undefined && (kept.purged || isOver(alert, kept.figures));
    const figures = isKept ? kept.figures : await count(alert);
    const summary = summaryOf(figures);
    const launchedAt = alert.launched?.at ?? alert.created.at;
    return {
      alert,
      launchedAt,
      spans: spansOf(alert, launchedAt, summary),
      summary,
      answers:
        (kept?.purged ? kept.figures.answers?.byMeaning : undefined) ??
        (await answers.answersByMeaning(alert.id)),
      cost: costOfParts(prices, summary.byRoute),
    };
  }
}

/** Whether the figures were kept after the end of the alert, and it has not gone on since. */
const isOver = ({ state, finishedAt }: Alert, { countedAt }: ReportFigures): boolean =>
  (state === 'completed' || state === 'stopped') && finishedAt !== undefined && countedAt >= finishedAt;

const spansOf = (
  { created, submitted, approved }: Alert,
  launchedAt: number,
  { firstDeliveredAt, half, nineTenths, almostAll }: Summary,
): Spans => ({
  createdToApproved: spanOf(created.at, approved?.at),
  submittedToApproved: spanOf(submitted?.at, approved?.at),
  approvedToLaunched: spanOf(approved?.at, launchedAt),
  first: spanOf(launchedAt, firstDeliveredAt),
  half: spanOf(launchedAt, half),
  nineTenths: spanOf(launchedAt, nineTenths),
  almostAll: spanOf(launchedAt, almostAll),
});

/** The clock of the machine may have been set back between two steps: that span is not known. */
const spanOf = (from: number | undefined, to: number | undefined): number | undefined =>
  from === undefined || to === undefined || to < from ? undefined : to - from;

/** The share of a route's messages that were delivered, 0 to 1; undefined: it has none. */
export const deliveredShare = ({
  messages,
  byState: { delivered = 0 },
}: Summary['byRoute'][number]): number | undefined => (messages === 0 ? undefined : delivered / messages);
