import type { Fate } from './carrier.ts';
import { between, type Dice, pick } from './dice.ts';

export const THROTTLED = 0x58;
export const QUEUE_FULL = 0x14;
export const SYSTEM_ERROR = 0x08;
export const SUBMIT_FAILED = 0x45;
/** ESME_RINVSRCADR: this carrier refuses the sender; another may accept it. */
export const INVALID_SENDER = 0x0a;
/** ESME_RINVDSTADR: it blames the number. */
export const INVALID_NUMBER = 0x0b;

const BUSY = [THROTTLED, QUEUE_FULL, SYSTEM_ERROR, SUBMIT_FAILED] as const;

/**
 * One submit as a fault sees it. Its dice depend on seed, route, fault and message alone, not on the order of submits.
 */
export interface Hit {
  readonly dice: Dice;
  readonly part: number;
  readonly total: number;
  /** How many submits of this part came to this carrier before. */
  readonly tries: number;
  readonly timeoutMs: number;
}

/** A fate without the delays of its receipts. */
export interface Draft {
  readonly status: number;
  readonly answerAfterMs: number | undefined;
  readonly taken: boolean;
  readonly receiptsFirst: boolean;
  readonly stats: readonly string[];
}

export interface HalfFault {
  /** The share of the messages that the fault hits. */
  readonly share: number;
  /**
   * until calm: the fault ends at `calmAtMs`, except for messages of a short validity, which thus end during the fault.
   * always: the fault hits the message also after that.
   */
  readonly lasts: 'until calm' | 'always';
  readonly change: (draft: Draft, hit: Hit) => Draft;
}

/** Hits about half of the parts of a long message. */
const isHit = ({ dice, part, total }: Hit): boolean => total === 1 || dice(`part ${part}`) < 0.5;

const isTheOne = ({ dice, part, total }: Hit): boolean => part === between(dice('the one'), 1, total);

const onParts =
  (change: HalfFault['change'], concerns: (hit: Hit) => boolean = isHit): HalfFault['change'] =>
  (draft, hit) =>
    concerns(hit) ? change(draft, hit) : draft;

const refused = (draft: Draft, status: number): Draft => ({ ...draft, status, taken: false });

const late = (hit: Hit): number => Math.round(hit.timeoutMs * (1.2 + hit.dice(`late ${hit.part}`) * 1.8));

export const HALF_FAULTS = {
  /** Some parts are refused at first, one to three times. */
  throttledParts: {
    share: 0.6,
    lasts: 'until calm',
    change: onParts((draft, hit) =>
      hit.tries < between(hit.dice('how often'), 1, 3) ? refused(draft, pick(hit.dice('code'), BUSY)) : draft,
    ),
  },
  /** Some parts are refused again and again. */
  stuckParts: {
    share: 0.5,
    lasts: 'until calm',
    change: onParts((draft, hit) => refused(draft, pick(hit.dice('code'), BUSY))),
  },
  /** Some parts are refused for good by this route; another may take them. */
  partsRefusedByRoute: {
    share: 0.4,
    lasts: 'until calm',
    change: onParts((draft) => refused(draft, INVALID_SENDER)),
  },
  /** All parts or some are refused, and the refusal blames the number. */
  badNumbers: {
    share: 0.3,
    lasts: 'always',
    change: (draft, hit) =>
      isHit(hit) || hit.dice('all parts') < 0.5 ? refused(draft, INVALID_NUMBER) : draft,
  },
  lateAnswers: {
    share: 0.5,
    lasts: 'until calm',
    change: onParts((draft, hit) => ({ ...draft, answerAfterMs: late(hit) })),
  },
  /** Taken and delivered, and never answered. */
  noAnswers: {
    share: 0.4,
    lasts: 'until calm',
    change: onParts((draft) => ({ ...draft, answerAfterMs: undefined })),
  },
  /** Neither taken nor answered. */
  swallowedParts: {
    share: 0.4,
    lasts: 'until calm',
    change: onParts((draft) => ({ ...draft, answerAfterMs: undefined, taken: false })),
  },
  /** The first answer is a no that comes after the time-out. */
  lateRefusals: {
    share: 0.5,
    lasts: 'until calm',
    change: onParts((draft, hit) =>
      hit.tries > 0
        ? draft
        : {
            ...refused(draft, pick(hit.dice('code'), [...BUSY, INVALID_SENDER])),
            answerAfterMs: late(hit),
          },
    ),
  },
  receiptsFirst: {
    share: 0.7,
    lasts: 'always',
    change: (draft) => ({ ...draft, receiptsFirst: true }),
  },
  oneNegativeReceipt: {
    share: 0.5,
    lasts: 'always',
    change: onParts(
      (draft, hit) => ({ ...draft, stats: [pick(hit.dice('stat'), ['UNDELIV', 'EXPIRED', 'REJECTD'])] }),
      isTheOne,
    ),
  },
  receiptsTwice: {
    share: 0.7,
    lasts: 'always',
    change: (draft, hit) => ({
      ...draft,
      stats: [pick(hit.dice('first'), ['ENROUTE', 'ACCEPTD']), ...draft.stats, ...draft.stats],
    }),
  },
  oneReceiptMissing: {
    share: 0.4,
    lasts: 'always',
    change: onParts((draft) => ({ ...draft, stats: [] }), isTheOne),
  },
  /** Every answer is slow, but comes before the time-out. */
  slowAnswers: {
    share: 1,
    lasts: 'until calm',
    change: (draft, hit) => ({
      ...draft,
      answerAfterMs: Math.round(hit.timeoutMs * (0.3 + hit.dice(`slow ${hit.part}`) * 0.4)),
    }),
  },
  /** The route quickly answers each part with "later". */
  busyRoute: {
    share: 1,
    lasts: 'until calm',
    change: (draft, hit) => refused(draft, pick(hit.dice('code'), BUSY)),
  },
  /** The route quickly refuses each part for its sender. */
  refusingRoute: {
    share: 1,
    lasts: 'until calm',
    change: (draft) => refused(draft, INVALID_SENDER),
  },
  deafRoute: {
    share: 1,
    lasts: 'until calm',
    change: (draft) => ({ ...draft, answerAfterMs: undefined, taken: false }),
  },
} as const satisfies Record<string, HalfFault>;

/** Faults that hit all links or the whole gateway at one moment. */
const BLOWS = ['SIGTERM', 'SIGKILL', 'fin', 'reset'] as const;

type HalfFaultName = keyof typeof HALF_FAULTS;
export type BlowName = (typeof BLOWS)[number];
export type FaultName = HalfFaultName | BlowName;

export const FAULTS: readonly FaultName[] = [...(Object.keys(HALF_FAULTS) as HalfFaultName[]), ...BLOWS];

export const isBlow = (name: FaultName): name is BlowName => BLOWS.some((blow) => blow === name);

const RECEIPT_FIRST_MS = 5;
const ANSWER_BEHIND_RECEIPT_MS = 80;
const RECEIPT_GAP_MS = 30;

export const calmDraft = (answerMs: number): Draft => ({
  status: 0,
  answerAfterMs: answerMs,
  taken: true,
  receiptsFirst: false,
  stats: ['DELIVRD'],
});

export const fateOfDraft = (draft: Draft, { dice, part, timeoutMs }: Hit): Fate => {
  const { status, taken, receiptsFirst, stats } = draft;
  // A carrier that says yes to a part that it has not taken would lie: then it doesn't answer.
  const isUnanswered = draft.answerAfterMs === undefined || (status === 0 && !taken);
  const least = receiptsFirst ? ANSWER_BEHIND_RECEIPT_MS : 0;
  const answerAfterMs = isUnanswered ? undefined : Math.max(draft.answerAfterMs ?? 0, least);
  const wait = 20 + Math.round(dice(`receipt ${part}`) * 300);
  // Without an answer, the receipt may come before or after the gateway has given the answer up.
  const usual = wait + (answerAfterMs ?? Math.round(dice(`unanswered ${part}`) * 2 * timeoutMs));
  const first = receiptsFirst ? RECEIPT_FIRST_MS : usual;
  const receipts = stats.map((stat, index) => ({ stat, afterMs: first + index * RECEIPT_GAP_MS }));
  return { status, answerAfterMs, taken, receipts };
};
