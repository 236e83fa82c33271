import type { Fate } from './carrier.ts';
import { between, type Dice, pick } from './dice.ts';

export const THROTTLED = 0x58;
export const QUEUE_FULL = 0x14;
export const SYSTEM_ERROR = 0x08;
export const SUBMIT_FAILED = 0x45;
/** ESME_RINVSRCADR: this carrier doesn't let this sender through; another may. */
export const INVALID_SENDER = 0x0a;
/** ESME_RINVDSTADR: it blames the number. */
export const INVALID_NUMBER = 0x0b;

const BUSY = [THROTTLED, QUEUE_FULL, SYSTEM_ERROR, SUBMIT_FAILED] as const;

/** What a fault has to go by. It is the same for the same seed, message, route and part, in whatever order they come. */
export interface Hit {
  readonly dice: Dice;
  readonly part: number;
  readonly total: number;
  /** How many submits of this part came to this carrier before. */
  readonly tries: number;
  readonly timeoutMs: number;
}

/** A fate before its delays are worked out. */
export interface Draft {
  readonly status: number;
  readonly answerAfterMs: number | undefined;
  readonly taken: boolean;
  readonly receiptsFirst: boolean;
  readonly stats: readonly string[];
}

export interface HalfFault {
  /** Share of the messages that it hits. */
  readonly share: number;
  /**
   * until calm: it ends with the bad times, but for messages of a short validity, which thus end in the middle of it.
   * always: what it says of a message stays true.
   */
  readonly lasts: 'until calm' | 'always';
  readonly change: (draft: Draft, hit: Hit) => Draft;
}

/** Of a long message about half of the parts. */
const isHit = ({ dice, part, total }: Hit): boolean => total === 1 || dice(`part ${part}`) < 0.5;

const isTheOne = ({ dice, part, total }: Hit): boolean => part === between(dice('the one'), 1, total);

const onParts =
  (change: HalfFault['change'], concerns: (hit: Hit) => boolean = isHit): HalfFault['change'] =>
  (draft, hit) =>
    concerns(hit) ? change(draft, hit) : draft;

const refused = (draft: Draft, status: number): Draft => ({ ...draft, status, taken: false });

const late = (hit: Hit): number => Math.round(hit.timeoutMs * (1.2 + hit.dice(`late ${hit.part}`) * 1.8));

export const HALF_FAULTS = {
  /** Some parts are refused at first, a time or three. */
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
  /** Some parts are refused for good, which another route may not. */
  partsRefusedByRoute: {
    share: 0.4,
    lasts: 'until calm',
    change: onParts((draft) => refused(draft, INVALID_SENDER)),
  },
  /** All parts or some are refused, as the number's fault. */
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
  /** The first answer is a no that comes too late. */
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
  /** Slow, but in time. */
  slowAnswers: {
    share: 1,
    lasts: 'until calm',
    change: (draft, hit) => ({
      ...draft,
      answerAfterMs: Math.round(hit.timeoutMs * (0.3 + hit.dice(`slow ${hit.part}`) * 0.4)),
    }),
  },
  /** The route says of everything, quickly, that it can't just now. */
  busyRoute: {
    share: 1,
    lasts: 'until calm',
    change: (draft, hit) => refused(draft, pick(hit.dice('code'), BUSY)),
  },
  /** The route refuses everything, quickly, as if the message were at fault. */
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

/** What happens to the whole of a link or of the gateway, at a moment. */
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
  // A yes to what was not taken would be the carrier's lie.
  const isUnanswered = draft.answerAfterMs === undefined || (status === 0 && !taken);
  const least = receiptsFirst ? ANSWER_BEHIND_RECEIPT_MS : 0;
  const answerAfterMs = isUnanswered ? undefined : Math.max(draft.answerAfterMs ?? 0, least);
  const wait = 20 + Math.round(dice(`receipt ${part}`) * 300);
  // Where no answer comes, the receipt may come before or after it is given up.
  const usual = wait + (answerAfterMs ?? Math.round(dice(`unanswered ${part}`) * 2 * timeoutMs));
  const first = receiptsFirst ? RECEIPT_FIRST_MS : usual;
  const receipts = stats.map((stat, index) => ({ stat, afterMs: first + index * RECEIPT_GAP_MS }));
  return { status, answerAfterMs, taken, receipts };
};
