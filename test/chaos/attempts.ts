import type { History, Story, Submit } from './history.ts';

/** Submits that a phone would join: of a long message those of one reference, of a short one each by itself. */
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

/** What was on the wire this long before a link was reset or a gateway killed may not have been read, nor kept. */
const READ_MS = 1000;

/** Whether the gateway must know the answer: it stood on a link, and in front of a process, that lived on. */
export const isAnswerRead = ({ answer, route, link }: Submit, { linkEnds, stops }: History): boolean => {
  if (answer === undefined) return false;
  const tooSoon = (at: number): boolean => at >= answer.at && at - answer.at < READ_MS;
  return (
    !stops.some(({ at, how }) => how === 'SIGKILL' && tooSoon(at)) &&
    !linkEnds.some((end) => end.route === route && end.link === link && end.by !== 'fin' && tooSoon(end.at))
  );
};

/** When the carrier had taken every part; undefined: it never had. */
export const takenWholeAt = ({ parts }: Attempt): number | undefined => {
  const times = parts.map((submits) => submits.find(({ taken }) => taken)?.at);
  return times.every((at) => at !== undefined) ? Math.max(...times) : undefined;
};

/** Whether the carrier had said of every part, on links that lived on, that it takes it: by now, or by a time before. */
export const isSaidWhole = ({ parts }: Attempt, history: History, by = Number.POSITIVE_INFINITY): boolean =>
  parts.every((submits) =>
    submits.some(
      (submit) =>
        submit.answer?.status === 0 && submit.answer.at + READ_MS <= by && isAnswerRead(submit, history),
    ),
  );

const POSITIVE = 'DELIVRD';
const UNDER_WAY: ReadonlySet<string> = new Set(['ENROUTE', 'ACCEPTD']);

export interface Reports {
  /** Final receipts that left the carrier. */
  readonly positive: boolean;
  readonly negative: boolean;
  /** A final one that the gateway has acknowledged. */
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

/** The gateway still writes to a link that was reset until it learns of it. */
const NOTICED_MS = 1000;

/** Whether something happened in these times that may leave a message in doubt of which the carrier has seen nothing. */
export const hadViolence = (
  { linkEnds, stops }: History,
  from: number,
  to = Number.POSITIVE_INFINITY,
): boolean =>
  stops.some(({ at, how }) => how === 'SIGKILL' && at >= from && at <= to) ||
  linkEnds.some(({ at, by }) => by === 'reset' && at >= from - NOTICED_MS && at <= to);
