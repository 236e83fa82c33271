import type { Alert } from '../../domain/alerts/alert.ts';
import type { AlertAnswerRepository, AnswerSlots, SurveyCount } from '../../domain/alerts/alert-answers.ts';
import type { ReportRepository } from '../../domain/alerts/alert-report.ts';
import type { AlertRepository } from '../../domain/alerts/alert-repository.ts';
import { type AnswerTally, talliesOf } from './tallies.ts';
import { Tally } from './tally.ts';

export interface SurveysDeps {
  readonly alerts: Pick<AlertRepository, 'getAlert'>;
  readonly answers: Pick<AlertAnswerRepository, 'answerCounts' | 'endOfAnswers' | 'countSurvey'>;
  readonly repository: Pick<ReportRepository, 'keptFigures'>;
}

/** The answers to the question of an alert, as a survey: each person counts once, with the answer that stands. */
export interface Survey {
  readonly alert: Alert;
  /** Who may have read the alert, or has answered it. */
  readonly people: number;
  readonly tallies: readonly (AnswerTally & {
    /** People by language, `und` without one; empty for the silent, and once the answers are deleted. */
    readonly byLanguage: Readonly<Record<string, number>>;
  })[];
  readonly slotMs: number;
  /** The answers that stand, by the time at which they came; only times with answers. `at`: ms since the epoch. */
  readonly curve: readonly { readonly at: number; readonly byMeaning: Readonly<Record<string, number>> }[];
  /** Whether the answers are deleted: then only the kept counts are left. */
  readonly purged: boolean;
}

const ROWS = 5000;
const SLOT_MS = 300_000;
/** A day of 5 minutes; for a question that is open for longer, each slot is longer. */
const MOST_SLOTS = 288;

/** Makes surveys of the answers to alerts. */
export class Surveys {
  readonly #deps: SurveysDeps;

  constructor(deps: SurveysDeps) {
    this.#deps = deps;
  }

  /** Undefined: there is no such alert. */
  async of(id: number): Promise<Survey | undefined> {
    const { alerts, answers, repository } = this.#deps;
    const alert = await alerts.getAlert(id);
    if (alert === undefined) return undefined;
    const kept = await repository.keptFigures(id);
    const counts = (kept?.purged ? kept.figures.answers : undefined) ?? (await answers.answerCounts(id));
    const slots = slotsOf(alert);
    const found = kept?.purged ? [] : await this.#count(id, slots);
    const byMeaning = Map.groupBy(found, ({ meaning }) => meaning);
    return {
      alert,
      people: counts.people,
      tallies: talliesOf(alert.draft.question, counts).map((tally) => ({
        ...tally,
        byLanguage: sums(byMeaning.get(tally.meaning) ?? [], ({ language }) => language ?? 'und'),
      })),
      slotMs: slots.slotMs,
      curve: [...Map.groupBy(found, ({ slot }) => slot)]
        .toSorted(([a], [b]) => a - b)
        .map(([slot, some]) => ({
          at: slots.from + slot * slots.slotMs,
          byMeaning: sums(some, ({ meaning }) => meaning),
        })),
      purged: kept?.purged === true,
    };
  }

  /** Counts in small pieces, by number: a person whose answer changes meanwhile counts once all the same. */
  async #count(alert: number, slots: AnswerSlots): Promise<readonly SurveyCount[]> {
    const { answers } = this.#deps;
    const tally = new Tally<SurveyCount>(['meaning', 'language', 'slot'], (a, b) => ({
      ...a,
      people: a.people + b.people,
    }));
    for (let after = ''; ; ) {
      const until = await answers.endOfAnswers(alert, after, ROWS);
      if (until === undefined) return tally.values;
      tally.add(await answers.countSurvey(alert, after, until, slots));
      after = until;
    }
  }
}

const slotsOf = ({ launched, created, questionUntil }: Alert): AnswerSlots => {
  const from = launched?.at ?? created.at;
  const openMs = Math.max(0, (questionUntil ?? from) - from);
  return {
    from,
    slotMs: SLOT_MS * Math.max(1, Math.ceil(openMs / (SLOT_MS * MOST_SLOTS))),
    most: MOST_SLOTS,
  };
};

const sums = (
  counts: readonly SurveyCount[],
  by: (one: SurveyCount) => string,
): Readonly<Record<string, number>> =>
  Object.fromEntries(
    [...Map.groupBy(counts, by)]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, some]) => [key, some.reduce((sum, { people }) => sum + people, 0)]),
  );
