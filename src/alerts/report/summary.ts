import type {
  MessageCount,
  Outcome,
  PartCount,
  PeopleCount,
  ReportFigures,
} from '../../domain/alerts/alert-report.ts';
import { type PeopleTotals, totalsOf } from '../../domain/alerts/people-totals.ts';
import { type State, states } from '../../domain/messages/state.ts';
import { earlier, later } from '../../kernel/times.ts';
import { type CurvePoint, curveOf, firstReachedAt, reachedAt, thinned } from './curve.ts';

interface PeopleSummary extends PeopleTotals {
  readonly byOutcome: Readonly<Partial<Record<Outcome, number>>>;
}

export interface MessageSummary {
  readonly messages: number;
  /** Parts that left: a route accepted them, or may have accepted them. Carriers charge for these. */
  readonly parts: number;
  /** Those of `parts` of which nobody knows whether the route accepted them. */
  readonly partsInDoubt: number;
  /** The parts that the texts of all these messages have, sent or not. */
  readonly partsPlanned: number;
  readonly possibleDuplicates: number;
  /** Messages that were given to a route with the short text. */
  readonly short: number;
  readonly byState: Readonly<Partial<Record<State, number>>>;
  readonly firstSubmitAt: number | undefined;
  /** Mean time from the carrier's answer to the receipt, ms. */
  readonly receiptMs: number | undefined;
}

export interface Summary {
  readonly countedAt: number;
  /** When a message of the alert changed last, as far as that is known, ms since the epoch. */
  readonly lastAt: number | undefined;
  readonly people: PeopleSummary;
  readonly byLanguage: readonly (PeopleSummary & { readonly language: string })[];
  readonly messages: MessageSummary;
  readonly byRoute: readonly (MessageSummary & { readonly route: string })[];
  readonly byWave: readonly (MessageSummary & { readonly wave: number })[];
  readonly firstDeliveredAt: number | undefined;
  /** When 50, 90 and 99 % of `toReach` were reached, ms since the epoch; undefined: they were not. */
  readonly half: number | undefined;
  readonly nineTenths: number | undefined;
  readonly almostAll: number | undefined;
  readonly curve: readonly CurvePoint[];
}

/** The report's summary of the counted figures. Its lists and fields have a fixed order, whatever the store's is. */
export const summaryOf = (figures: ReportFigures): Summary => {
  const { countedAt, people, messages } = figures;
  const parts = figures.parts ?? plannedParts(messages);
  const everybody = sumPeople(people);
  const curve = curveOf(people);
  const at = (share: number) => reachedAt(curve, share, everybody.toReach);
  const routes = new Set([...messages, ...parts].flatMap(({ route }) => route ?? []));
  const waves = new Set([...messages, ...parts].map(({ wave }) => wave));
  return {
    countedAt,
    lastAt: messages.reduce<number | undefined>((last, one) => later(last, one.lastAt), undefined),
    people: everybody,
    byLanguage: [...Map.groupBy(people, ({ language }) => language ?? 'und')]
      .map(([language, some]) => ({ language, ...sumPeople(some) }))
      .toSorted((a, b) => (a.language < b.language ? -1 : 1)),
    messages: sumMessages(messages, parts),
    byRoute: [...routes].toSorted().map((route) => ({
      route,
      ...sumMessages(
        messages.filter((one) => one.route === route),
        parts.filter((one) => one.route === route),
      ),
    })),
    byWave: [...waves]
      .toSorted((a, b) => a - b)
      .map((wave) => ({
        wave,
        ...sumMessages(
          messages.filter((one) => one.wave === wave),
          parts.filter((one) => one.wave === wave),
        ),
      })),
    firstDeliveredAt: firstReachedAt(people),
    half: at(0.5),
    nineTenths: at(0.9),
    almostAll: at(0.99),
    curve: thinned(curve),
  };
};

const LEFT: ReadonlySet<State> = new Set(['sent', 'delivered', 'undelivered', 'unconfirmed', 'uncertain']);

/** For figures that don't know which parts left: those of the messages that left. */
const plannedParts = (messages: readonly MessageCount[]): readonly PartCount[] =>
  messages.flatMap(({ wave, route, state, parts }) =>
    route === undefined || !LEFT.has(state)
      ? []
      : [{ wave, route, parts, inDoubt: state === 'uncertain' ? parts : 0 }],
  );

const outcomes: readonly Outcome[] = ['reached', ...states];

const sumPeople = (counts: readonly PeopleCount[]): PeopleSummary => {
  const byOutcome: Partial<Record<Outcome, number>> = {};
  for (const one of outcomes) {
    const people = counts.reduce((sum, { outcome, people: some }) => sum + (outcome === one ? some : 0), 0);
    if (people > 0) byOutcome[one] = people;
  }
  return { ...totalsOf(counts), byOutcome };
};

/** No route has taken a message in one of these states. */
const NEVER_LEFT: ReadonlySet<State> = new Set(['queued', 'failed', 'expired', 'suppressed', 'cancelled']);

const sumMessages = (counts: readonly MessageCount[], sent: readonly PartCount[]): MessageSummary => {
  const byState: Partial<Record<State, number>> = {};
  for (const state of states) {
    const some = counts.reduce((sum, one) => sum + (one.state === state ? one.messages : 0), 0);
    if (some > 0) byState[state] = some;
  }
  const sum = (of: (one: MessageCount) => number): number => counts.reduce((all, one) => all + of(one), 0);
  const delivered = byState.delivered ?? 0;
  return {
    messages: sum(({ messages }) => messages),
    parts: sent.reduce((all, { parts }) => all + parts, 0),
    partsInDoubt: sent.reduce((all, { inDoubt }) => all + inDoubt, 0),
    partsPlanned: sum(({ parts }) => parts),
    possibleDuplicates: sum(({ possibleDuplicates }) => possibleDuplicates),
    short: sum(({ state, short }) => (NEVER_LEFT.has(state) ? 0 : (short ?? 0))),
    byState,
    firstSubmitAt: counts.reduce<number | undefined>(
      (first, one) => earlier(first, one.firstSubmitAt),
      undefined,
    ),
    receiptMs: delivered === 0 ? undefined : Math.round(sum(({ receiptMs }) => receiptMs) / delivered),
  };
};
