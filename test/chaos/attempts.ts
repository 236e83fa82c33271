import type { History, Story, Submit, Trouble } from './history.ts';

/**
 * The submits that a phone would join: those of one concatenation reference; a message of one part is an attempt alone.
 */
export interface Attempt {
  readonly route: string;
  readonly total: number;
  /** All submits of each part, in the order they came; index 0 is part 1. */
  readonly parts: readonly (readonly Submit[])[];
}

export const attemptsOf = ({ submits }: Story): readonly Attempt[] => {
  const groups = Map.groupBy(submits, ({ route, reference, total }, index) =>
    total === 1 ? String(index) : `${route} ${reference} ${total}`,
  );
  return [...groups.values()].map((group) => {
    const { route = '', total = 0 } = group[0] ?? {};
    const parts = Array.from({ length: total }, (_, index) => group.filter(({ part }) => part === index + 1));
    return { route, total, parts };
  });
};

export const isRefused = ({ answer }: Submit): boolean => answer !== undefined && answer.status !== 0;

/** Whether the carrier had said before `at` that it doesn't take it. */
export const wasRefusedBefore = ({ answer }: Submit, at: number): boolean =>
  answer !== undefined && answer.status !== 0 && answer.at <= at;

/** An answer that came this long before its link was reset or the gateway killed may not have been read, or kept. */
const READ_MS = 1000;

/**
 * Whether the gateway must know the answer, since neither its link nor the process ended within a second after it. While
 * its disk failed it can't have kept the answer; while the network failed it may not have read it.
 */
export const isAnswerRead = ({ answer, route, link }: Submit, history: History): boolean => {
  if (answer === undefined) return false;
  const { linkEnds, stops } = history;
  const tooSoon = (at: number): boolean => at >= answer.at && at - answer.at < READ_MS;
  // A carrier hears some ms later that the process is gone.
  const isAway = (at: number, backAt: number): boolean => at <= answer.at && answer.at < backAt;
  const isUnkept = (at: number): boolean =>
    at >= answer.at && troublesIn(history, at, at, 'disk').some(({ from }) => from < answer.at + READ_MS);
  const unheard = troublesIn(history, answer.at - READ_MS, answer.at + READ_MS, 'network');
  return (
    !unheard.some((trouble) => trouble.route === route) &&
    !stops.some(
      ({ at, how, backAt }) => (how === 'SIGKILL' && (tooSoon(at) || isAway(at, backAt))) || isUnkept(at),
    ) &&
    !linkEnds.some((end) => end.route === route && end.link === link && end.by !== 'fin' && tooSoon(end.at))
  );
};

/** When the carrier had taken every part; undefined: it never had. */
export const takenWholeAt = ({ parts }: Attempt): number | undefined => {
  const times = parts.map((submits) => submits.find(({ taken }) => taken)?.at);
  return times.every((at) => at !== undefined) ? Math.max(...times) : undefined;
};

/** Whether the gateway must know, at the time `by`, that the carrier said yes to every part. */
export const isSaidWhole = ({ parts }: Attempt, history: History, by = Number.POSITIVE_INFINITY): boolean =>
  parts.every((submits) =>
    submits.some(
      (submit) =>
        submit.answer?.status === 0 && submit.answer.at + READ_MS <= by && isAnswerRead(submit, history),
    ),
  );

/** The troubles of a kind that overlap a time. */
export const troublesIn = (
  { troubles }: History,
  from: number,
  to: number,
  ...kinds: readonly Trouble['of'][]
): readonly Trouble[] => troubles.filter((one) => kinds.includes(one.of) && one.from <= to && one.to >= from);

const POSITIVE = 'DELIVRD';
const UNDER_WAY: ReadonlySet<string> = new Set(['ENROUTE', 'ACCEPTD']);

export interface Reports {
  /** Whether the carrier has sent a positive final receipt. */
  readonly positive: boolean;
  /** Whether the carrier has sent a negative final receipt. */
  readonly negative: boolean;
  /** Whether the gateway has acknowledged a final receipt. */
  readonly acknowledged: boolean;
}

export const reportsOf = (submit: Submit, { receipts }: Story): Reports => {
  const final = receipts.filter((receipt) => receipt.submit === submit && !UNDER_WAY.has(receipt.stat));
  return {
    positive: final.some(({ stat }) => stat === POSITIVE),
    negative: final.some(({ stat }) => stat !== POSITIVE),
    acknowledged: final.some(({ acknowledgedAt }) => acknowledgedAt !== undefined),
  };
};

/** How long the gateway may still write to a link that was reset, until it learns of the reset. */
const NOTICED_MS = 1000;

/**
 * Whether a kill or a reset came in this time, by the gateway's clock: it may leave a message in doubt of which no
 * carrier has seen a part. So may a failing network, and a process that ended while its disk failed.
 */
export const hadViolence = (history: History, one: number, other = Number.POSITIVE_INFINITY): boolean => {
  const { linkEnds, stops, troubles, shownAt } = history;
  // If the clock was set back in between, it showed what is later than the first, and then what is earlier than the last.
  const isAfter = (at: number): boolean => shownAt(at) >= one;
  const isBefore = (at: number): boolean => shownAt(at) <= other;
  const isBetween = (after: boolean, before: boolean): boolean =>
    one <= other ? after && before : after || before;
  const isWithin = (at: number): boolean => isBetween(isAfter(at), isBefore(at));
  return (
    stops.some(
      ({ at, how }) =>
        isWithin(at) && (how === 'SIGKILL' || troublesIn(history, at - READ_MS, at, 'disk').length > 0),
    ) ||
    linkEnds.some(({ at, by }) => by === 'reset' && isBetween(isAfter(at + NOTICED_MS), isBefore(at))) ||
    troubles.some(
      ({ of, from, to }) => of === 'network' && isBetween(isAfter(to + NOTICED_MS), isBefore(from)),
    )
  );
};
