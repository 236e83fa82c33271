import type { MessageCount, Outcome, PeopleCount, ReportFigures } from '../../domain/alerts/alert-report.ts';
import type { State } from '../../domain/messages/state.ts';
import { type CurvePoint, curveOf, firstReachedAt, reachedAt, thinned } from './curve.ts';

interface PeopleSummary {
  readonly total: number;
  /** `total` without the people who were suppressed. */
  readonly toReach: number;
  readonly reached: number;
  readonly byOutcome: Readonly<Partial<Record<Outcome, number>>>;
}

export interface MessageSummary {
  readonly messages: number;
  readonly parts: number;
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

/** The report's summary of the counted figures. */
export const summaryOf = ({ countedAt, people, messages }: ReportFigures): Summary => {
  const everybody = sumPeople(people);
  const curve = curveOf(people);
  const at = (share: number) => reachedAt(curve, share, everybody.toReach);
  return {
    countedAt,
    people: everybody,
    byLanguage: grouped(people, ({ language }) => language ?? 'und').map(([language, some]) => ({
      language,
      ...sumPeople(some),
    })),
    messages: sumMessages(messages),
    byRoute: grouped(
      messages.filter(({ route }) => route !== undefined),
      ({ route }) => route ?? '',
    ).map(([route, some]) => ({ route, ...sumMessages(some) })),
    byWave: grouped(messages, ({ wave }) => wave).map(([wave, some]) => ({ wave, ...sumMessages(some) })),
    firstDeliveredAt: firstReachedAt(people),
    half: at(0.5),
    nineTenths: at(0.9),
    almostAll: at(0.99),
    curve: thinned(curve),
  };
};

const grouped = <T, K extends string | number>(
  all: readonly T[],
  keyOf: (one: T) => K,
): readonly (readonly [K, readonly T[]])[] => {
  const groups = new Map<K, T[]>();
  for (const one of all) {
    const key = keyOf(one);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
};

const sumPeople = (counts: readonly PeopleCount[]): PeopleSummary => {
  const byOutcome: Partial<Record<Outcome, number>> = {};
  let total = 0;
  for (const { outcome, people } of counts) {
    total += people;
    byOutcome[outcome] = (byOutcome[outcome] ?? 0) + people;
  }
  return {
    total,
    toReach: total - (byOutcome.suppressed ?? 0),
    reached: byOutcome.reached ?? 0,
    byOutcome,
  };
};

/** No route has taken a message in one of these states. */
const NEVER_LEFT: ReadonlySet<State> = new Set(['queued', 'failed', 'expired', 'suppressed', 'cancelled']);

const sumMessages = (counts: readonly MessageCount[]): MessageSummary => {
  const byState: Partial<Record<State, number>> = {};
  const sum = { messages: 0, parts: 0, possibleDuplicates: 0, short: 0 };
  let receiptMs = 0;
  let firstSubmitAt: number | undefined;
  for (const one of counts) {
    sum.messages += one.messages;
    sum.parts += one.parts;
    sum.possibleDuplicates += one.possibleDuplicates;
    if (!NEVER_LEFT.has(one.state)) sum.short += one.short ?? 0;
    receiptMs += one.receiptMs;
    byState[one.state] = (byState[one.state] ?? 0) + one.messages;
    const first = one.firstSubmitAt;
    if (first !== undefined) firstSubmitAt = Math.min(firstSubmitAt ?? first, first);
  }
  const delivered = byState.delivered ?? 0;
  return {
    ...sum,
    byState,
    firstSubmitAt,
    receiptMs: delivered === 0 ? undefined : Math.round(receiptMs / delivered),
  };
};
