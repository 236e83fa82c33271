import type { Entry, Message } from '../../../api/messages.ts';
import { BY_RECIPIENT } from '../answer.ts';
import type { Tone } from '../tone.ts';

type State = Message['state'];

type StepKey =
  | 'stepQueued'
  | 'stepGiven'
  | 'stepRefused'
  | 'stepNoAnswer'
  | 'stepSent'
  | 'stepAwaited'
  | `step_${Exclude<State, 'queued' | 'sending' | 'sent'>}`;

export interface Step {
  readonly key: StepKey;
  readonly tone: Tone;
  /** ISO 8601; undefined: it has not happened yet. */
  readonly at: string | undefined;
  readonly route: string | undefined;
  readonly reason: string | undefined;
  /** How often the same happened in a row. */
  readonly times: number;
  /** What was received, as it came. */
  readonly entries: readonly Entry[];
}

const TONES: Readonly<Record<State, Tone>> = {
  queued: 'waiting',
  sending: 'waiting',
  sent: 'good',
  delivered: 'good',
  undelivered: 'bad',
  failed: 'bad',
  expired: 'bad',
  unconfirmed: 'warn',
  uncertain: 'warn',
  suppressed: 'off',
  cancelled: 'off',
};

const step = (key: StepKey, tone: Tone, entry: Entry): Step => ({
  key,
  tone,
  at: entry.at,
  route: entry.route ?? undefined,
  reason: entry.reason ?? undefined,
  times: 1,
  entries: [entry],
});

const isAccepted = ({ reason }: Entry): boolean => reason === 'accepted' || reason === 'answered late';
const isInDoubt = ({ reason }: Entry): boolean => reason?.startsWith('uncertain: ') ?? false;
const isLate = ({ reason }: Entry): boolean => reason?.startsWith('late answer: ') ?? false;

/** Surely a receipt, whatever the state of the message was. Negative ones have the words of their carrier. */
const isPositive = ({ reason }: Entry): boolean =>
  reason === 'receipt: delivered' || (reason !== null && BY_RECIPIENT.test(reason));

/** Steps after which what is noted of a message comes from receipts. */
const AFTER_SENT: ReadonlySet<StepKey> = new Set(['stepSent', 'step_unconfirmed', 'step_uncertain']);
/** The states of a message in which what is noted of a part, and is no answer, is a receipt. */
const TOLD_BY_RECEIPTS: ReadonlySet<State> = new Set(['sent', 'unconfirmed', 'undelivered', 'delivered']);

/** Moves what `which` chooses from the end of the line into the step that it is the evidence of. */
const moved = (line: Step[], which: (entry: Entry) => boolean): readonly Entry[] => {
  const last = line.pop();
  if (last === undefined) return [];
  line.push({ ...last, entries: last.entries.filter((one) => !which(one)) });
  return last.entries.filter(which);
};

/** A route gave the message back: it refused it, or did not answer. */
const givenBack = (line: Step[], entry: Entry): void => {
  const last = line.at(-1);
  const isSame = last?.key === 'stepGiven';
  if (isSame) line.pop();
  const entries = isSame ? [...last.entries, entry] : [entry];
  const [key, tone]: [StepKey, Tone] = entries.some(isInDoubt)
    ? ['stepNoAnswer', 'warn']
    : ['stepRefused', 'bad'];
  const route = entry.route ?? last?.route;
  line.push({ key, tone, at: entry.at, route, reason: entry.reason ?? undefined, times: 1, entries });
};

const take = (line: Step[], entry: Entry): void => {
  const { from, to } = entry;
  const last = line.at(-1);
  if (from === to && last !== undefined) {
    line.pop();
    line.push({ ...last, entries: [...last.entries, entry] });
  } else if (to === 'queued') {
    if (from === null) line.push(step('stepQueued', 'waiting', entry));
    else givenBack(line, entry);
  } else if (to === 'sending') line.push(step('stepGiven', TONES.sending, entry));
  else if (to === 'sent') {
    const accepted = moved(line, isAccepted);
    line.push({ ...step('stepSent', TONES.sent, entry), entries: [...accepted, entry] });
  } else {
    const isAfterSent = last !== undefined && AFTER_SENT.has(last.key);
    // A receipt of one part is no evidence that none came.
    const told = moved(
      line,
      (one) =>
        to !== 'unconfirmed' && one.from === one.to && (isPositive(one) || (isAfterSent && !isAccepted(one))),
    );
    line.push({ ...step(`step_${to}`, TONES[to], entry), entries: [...told, entry] });
  }
};

const isAgain = (a: Step | undefined, b: Step): a is Step =>
  a !== undefined &&
  (b.key === 'stepRefused' || b.key === 'stepNoAnswer') &&
  a.key === b.key &&
  a.route === b.route &&
  a.reason === b.reason;

/** A route that says "slower" a hundred times in a row is one step. */
const gathered = (line: readonly Step[]): readonly Step[] => {
  const short: Step[] = [];
  for (const one of line) {
    const last = short.at(-1);
    if (isAgain(last, one)) {
      short.pop();
      short.push({ ...last, times: last.times + 1, entries: [...last.entries, ...one.entries] });
    } else short.push(one);
  }
  return short;
};

/** The way of a message, from the queue to its end, each step with its evidence. */
export const lifeLine = ({ state }: Pick<Message, 'state'>, timeline: readonly Entry[]): readonly Step[] => {
  const line: Step[] = [];
  for (const entry of timeline) take(line, entry);
  if (state === 'sent') {
    const none = { at: undefined, route: undefined, reason: undefined, times: 1, entries: [] };
    line.push({ key: 'stepAwaited', tone: 'off', ...none });
  }
  // What came after a step shows that it is over.
  return gathered(line).map((one, index, all) =>
    one.tone === 'waiting' && index < all.length - 1 ? { ...one, tone: 'good' } : one,
  );
};

/** What is known of one part of a long message. */
export interface PartFacts {
  readonly part: number;
  readonly taken: Entry | undefined;
  /** The receipt that counts: a positive one, or else the last. */
  readonly receipt: Entry | undefined;
  readonly isDelivered: boolean;
}

/**
 * The parts in their order. Of several attempts the last counts, unless another one has a positive receipt; the line of
 * a part never has the answer of one route and the receipt of another.
 */
export const partsOf = (parts: number, timeline: readonly Entry[]): readonly PartFacts[] =>
  Array.from({ length: parts }, (_, index) => {
    const own = timeline.filter((entry) => entry.part === index + 1 && entry.from === entry.to);
    const delivered = own.findLast(({ reason }) => reason === 'receipt: delivered');
    const last = own.findLast(isAccepted);
    const taken =
      delivered === undefined
        ? last
        : (own.findLast((entry) => isAccepted(entry) && entry.route === delivered.route) ?? last);
    const receipt =
      delivered ??
      own.findLast(
        (entry) =>
          TOLD_BY_RECEIPTS.has(entry.to) &&
          entry.route === taken?.route &&
          !isAccepted(entry) &&
          !isInDoubt(entry) &&
          !isLate(entry),
      );
    return { part: index + 1, taken, receipt, isDelivered: delivered !== undefined };
  });
