import type {
  MessageCount,
  PartCount,
  PeopleCount,
  ReasonCount,
  ReportFigures,
  ReportRepository,
} from '../../domain/alerts/alert-report.ts';
import type { AlertRepository } from '../../domain/alerts/alert-repository.ts';
import type { Audience } from '../../domain/people/audience.ts';
import type { Clock } from '../../kernel/clock.ts';
import { earlier, later } from '../../kernel/times.ts';
import { countGroups, type GroupsDeps } from './groups.ts';
import { Tally } from './tally.ts';

export interface FiguresDeps extends GroupsDeps {
  readonly repository: ReportRepository;
  readonly alerts: Pick<AlertRepository, 'endOfRange' | 'meaningAtLaunch'>;
  readonly clock: Clock;
}

/** Rows that one statement counts: few, so that other readers wait only some ms. */
const ROWS = 5000;
/** The largest number of reasons that are counted apart: if a carrier puts ids into them, each message has its own. */
const MOST_REASONS = 50;

/**
 * Counts an alert in small pieces, one after the other: a message that changes meanwhile counts in its old or its new
 * state.
 */
export const countFigures = async (
  deps: FiguresDeps,
  alert: number,
  audience: Audience,
): Promise<ReportFigures> => {
  const { repository, alerts, clock } = deps;
  const countedAt = clock.now();
  const people = new Tally<PeopleCount>(['language', 'outcome', 'slot'], (a, b) => ({
    ...a,
    firstAt: earlier(a.firstAt, b.firstAt),
    lastAt: later(a.lastAt, b.lastAt),
    people: a.people + b.people,
  }));
  const reasons = new Tally<ReasonCount>(['state', 'reason'], (a, b) => ({
    ...a,
    people: a.people + b.people,
  }));
  const messages = new Tally<MessageCount>(['wave', 'route', 'state'], addMessages);
  const parts = new Tally<PartCount>(['wave', 'route'], (a, b) => ({
    ...a,
    parts: a.parts + b.parts,
    inDoubt: a.inDoubt + b.inDoubt,
  }));
  for (let after = ''; ; ) {
    const until = await repository.endOfPeople(alert, after, ROWS);
    if (until === undefined) break;
    people.add(await repository.countPeople(alert, after, until));
    reasons.add(await repository.countReasons(alert, after, until));
    after = until;
  }
  for (let after = 0; ; ) {
    const until = await alerts.endOfRange(alert, after, ROWS);
    if (until === undefined) break;
    messages.add(await repository.countMessages(alert, after, until));
    parts.add(await repository.countParts(alert, after, until));
    after = until;
  }
  return {
    countedAt,
    people: people.values,
    messages: messages.values,
    parts: parts.values,
    reasons: mostFrequent(reasons.values),
    groups: await countGroups(deps, alert, audience),
  };
};

const addMessages = (a: MessageCount, b: MessageCount): MessageCount => ({
  ...a,
  messages: a.messages + b.messages,
  parts: a.parts + b.parts,
  possibleDuplicates: a.possibleDuplicates + b.possibleDuplicates,
  short: (a.short ?? 0) + (b.short ?? 0),
  firstSubmitAt: earlier(a.firstSubmitAt, b.firstSubmitAt),
  receiptMs: a.receiptMs + b.receiptMs,
  lastAt: later(a.lastAt, b.lastAt),
});

const mostFrequent = (reasons: readonly ReasonCount[]): readonly ReasonCount[] => {
  const sorted = reasons.toSorted((a, b) => b.people - a.people);
  const rest = new Tally<ReasonCount>(['state'], (a, b) => ({ ...a, people: a.people + b.people }));
  rest.add(sorted.slice(MOST_REASONS).map((one) => ({ ...one, reason: undefined })));
  return [...sorted.slice(0, MOST_REASONS), ...rest.values];
};
