import type { Alert, AlertLogEntry, Wave } from '../../domain/alerts/alert.ts';
import type { AlertAnswerRepository } from '../../domain/alerts/alert-answers.ts';
import type {
  ReportCursor,
  ReportedMessage,
  ReportFigures,
  ReportRepository,
} from '../../domain/alerts/alert-report.ts';
import type { AlertCount, AlertRepository } from '../../domain/alerts/alert-repository.ts';
import type { AlertCases, CaseRepository } from '../../domain/inbound/help-case.ts';
import { isFinal, stateCode } from '../../domain/messages/state.ts';
import type { Audience } from '../../domain/people/audience.ts';
import { type Cost, costOfParts, type Prices } from '../../domain/routes/prices.ts';
import { countFigures, type FiguresDeps } from './figures.ts';
import { FiguresCounter } from './figures-counter.ts';
import { groupsOf } from './groups.ts';
import { type HelpCalls, helpCalls } from './help-calls.ts';
import { type Summary, summaryOf } from './summary.ts';
import { type WaveText, waveTexts } from './wave-texts.ts';

export interface ReportServiceDeps extends FiguresDeps {
  readonly alerts: Pick<
    AlertRepository,
    'getAlert' | 'waves' | 'alertLog' | 'endOfRange' | 'meaningAtLaunch'
  >;
  readonly answers: Pick<AlertAnswerRepository, 'answerCounts' | 'listAnswers'>;
  readonly cases: Pick<CaseRepository, 'casesOfAlert'>;
  readonly prices: Prices | undefined;
  /** The clocks by which texts give times: an IANA name. */
  readonly timeZone: string;
  readonly progress: (alert: number) => Promise<readonly AlertCount[]>;
}

/** The after-action report of an alert. */
export interface Report {
  readonly alert: Alert;
  readonly waves: readonly Wave[];
  /** When the alert went out, ms since the epoch; undefined: it never did, even if it was scheduled. */
  readonly launchedAt: number | undefined;
  readonly log: readonly AlertLogEntry[];
  readonly summary: Summary;
  readonly reasons: ReportFigures['reasons'];
  readonly groups: ReportFigures['groups'];
  readonly answers: Awaited<ReturnType<AlertAnswerRepository['answerCounts']>>;
  readonly help: HelpCalls;
  readonly texts: readonly WaveText[];
  /** The cost of the parts that left; undefined: no price is set. */
  readonly cost: Cost | undefined;
  /** When the alert, its messages, answers or calls changed last, as far as that is known, ms since the epoch. */
  readonly changedAt: number;
  /** Calls for help, by what became of them. */
  readonly cases: AlertCases;
  /** Whether the messages are deleted: then the figures are those that were kept. */
  readonly purged: boolean;
  /** The first people whom nothing reached, at most `SHOWN`. */
  readonly notReached: readonly ReportedMessage[];
  readonly moreNotReached: boolean;
  /** How many people whom nothing reached are not in `notReached`. */
  readonly notShown: number;
}

const SHOWN = 1000;
const ROWS = 5000;
const SNAPSHOTS = 20;

/** Makes the reports of alerts, and keeps their figures for the time after their messages are deleted. */
export class ReportService {
  readonly #deps: ReportServiceDeps;
  readonly #counter: FiguresCounter;

  constructor(deps: ReportServiceDeps) {
    this.#deps = deps;
    this.#counter = new FiguresCounter(deps);
  }

  /** Undefined: there is no such alert. */
  async report(id: number): Promise<Report | undefined> {
    const { alerts, answers, cases, repository, prices } = this.#deps;
    const alert = await alerts.getAlert(id);
    if (alert === undefined) return undefined;
    const [waves, log, kept] = await Promise.all([
      alerts.waves(id),
      alerts.alertLog(id),
      repository.keptFigures(id),
    ]);
    const purged = kept?.purged === true;
    const figures = purged ? kept.figures : await this.count(alert);
    const found = await this.#firstNotReached(id);
    const notReached = found.slice(0, SHOWN);
    const summary = summaryOf(figures);
    const counts = (purged ? kept.figures.answers : undefined) ?? (await answers.answerCounts(id));
    const help = await helpCalls(answers, id, counts);
    const repliedAt = purged ? kept.figures.repliedAt : await repository.repliedAt(id);
    const times = [alert.updatedAt, summary.lastAt, log.at(-1)?.at, repliedAt];
    return {
      alert,
      waves,
      launchedAt: waves.length === 0 ? undefined : alert.launched?.at,
      log,
      summary,
      reasons: ordered(figures.reasons),
      groups: groupsOf(alert, kept?.figures, figures),
      answers: counts,
      help,
      cases: (purged ? kept.figures.cases : undefined) ?? (await cases.casesOfAlert(id)),
      texts: waveTexts(alert, waves, this.#deps.timeZone),
      cost: costOfParts(prices, summary.byRoute),
      changedAt: Math.max(...times.map((at) => at ?? 0)),
      purged,
      notReached,
      moreNotReached: found.length > SHOWN,
      // The sums were counted before the people were listed: the difference may be below 0.
      notShown: Math.max(0, summary.people.total - summary.people.reached - notReached.length),
    };
  }

  /** When the alert began, ms since the epoch; undefined: there is no such alert. */
  async beganAt(id: number): Promise<number | undefined> {
    const alert = await this.#deps.alerts.getAlert(id);
    return alert?.launched?.at ?? alert?.created.at;
  }

  /** Every message to people who are not erased, by number and wave. */
  async *messages(id: number): AsyncGenerator<readonly ReportedMessage[], void, undefined> {
    for (let after: ReportCursor | undefined; ; ) {
      const page = await this.#deps.repository.reportedMessages(id, after, SHOWN);
      if (page.length > 0) yield page;
      after = page.at(-1);
      if (page.length < SHOWN) return;
    }
  }

  /** People who are not erased and whom no wave reached, by number, with the message that says what became of them. */
  async *notReached(id: number): AsyncGenerator<readonly ReportedMessage[], void, undefined> {
    const { repository } = this.#deps;
    for (let after = ''; ; ) {
      const until = await repository.endOfPeople(id, after, ROWS);
      if (until === undefined) return;
      const page = await repository.notReached(id, after, until, ROWS);
      if (page.length > 0) yield page;
      after = until;
    }
  }

  /**
   * Stores the figures of alerts that have finished since their figures were last stored, and that have no message
   * under way.
   * @returns the number of these alerts
   */
  async snapshot(): Promise<number> {
    const { repository } = this.#deps;
    let kept = 0;
    for (let after: number | undefined = 0; after !== undefined; ) {
      const page: Awaited<ReturnType<ReportRepository['uncounted']>> = await repository.uncounted(
        after,
        SNAPSHOTS,
      );
      for (const { id, audience } of page) {
        if (await this.#isUnderWay(id)) continue;
        await repository.keepFigures(id, await countFigures(this.#deps, id, audience));
        kept++;
      }
      after = page.at(-1)?.id;
    }
    return kept;
  }

  /** The last figures of an alert whose messages are about to be deleted, with the groups and answers of the report. */
  async lastFigures(alert: number, audience: Audience): Promise<ReportFigures> {
    const { alerts, repository, answers, cases } = this.#deps;
    const [figures, kept] = [
      await countFigures(this.#deps, alert, audience),
      await repository.keptFigures(alert),
    ];
    const groups = groupsOf(await alerts.getAlert(alert), kept?.figures, figures);
    const [calls, counts] = [await cases.casesOfAlert(alert), await answers.answerCounts(alert)];
    const repliedAt = await repository.repliedAt(alert);
    return { ...figures, groups, answers: counts, cases: calls, repliedAt };
  }

  /** Whether a route still has messages of a finished alert: a stop does not recall them. */
  async #isUnderWay(id: number): Promise<boolean> {
    const [counts, waves] = await Promise.all([this.#deps.progress(id), this.#deps.alerts.waves(id)]);
    const stored = waves.reduce((sum, { recipients }) => sum + recipients, 0);
    const counted = counts.reduce((sum, { messages }) => sum + messages, 0);
    // The counts may be older than the messages that were stored last.
    return counted < stored || counts.some(({ state }) => !isFinal(state));
  }

  /** The figures of an alert as they are now, or were a moment ago. */
  count(alert: Alert): Promise<ReportFigures> {
    return this.#counter.count(alert);
  }

  async #firstNotReached(id: number): Promise<readonly ReportedMessage[]> {
    const found: ReportedMessage[] = [];
    for await (const page of this.notReached(id)) {
      found.push(...page);
      if (found.length > SHOWN) break;
    }
    return found;
  }
}

/** Most people first, then in the order of the states: the store gives reasons of as many people in no fixed order. */
const ordered = (reasons: ReportFigures['reasons']): ReportFigures['reasons'] =>
  reasons.toSorted(
    (a, b) =>
      b.people - a.people ||
      stateCode(a.state) - stateCode(b.state) ||
      ((a.reason ?? '') < (b.reason ?? '') ? -1 : 1),
  );
