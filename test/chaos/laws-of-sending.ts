import {
  attemptsOf,
  hadViolence,
  isRefused,
  isSaidWhole,
  takenWholeAt,
  troublesIn,
  wasRefusedBefore,
} from './attempts.ts';
import { QUEUE_FULL, SUBMIT_FAILED, SYSTEM_ERROR, THROTTLED } from './faults.ts';
import type { Story, Submit } from './history.ts';
import { ofEachMessage, ofTheRun } from './law.ts';

/** The carrier logs a frame when it reads it, which is late on a busy machine. */
const LATE_READ_MS = 1000;
const VALIDITY_LATE_MS = 2000;
const VALIDITY_EARLY_MS = 5000;
/** The longest validity that carriers are told: a relative one has no longer form without months. */
const LONGEST_TOLD_MS = 30 * 86_400_000;
const STOP_MS = 12_000;
/** Sooner than this after its refusal no part is tried again, for whatever reason, ms. */
const LEAST_PAUSE_MS = 80;
const BUSY: ReadonlySet<number> = new Set([QUEUE_FULL, SUBMIT_FAILED, SYSTEM_ERROR, THROTTLED]);
const SET = ['clock set forward', 'clock set back'] as const;

/** Pairs of submits of the same part where the first was not refused when the second came. */
const repeatsIn = ({ submits }: Story): readonly (readonly [Submit, Submit])[] =>
  submits.flatMap((later, index) =>
    submits
      .slice(0, index)
      .filter((earlier) => earlier.part === later.part && !wasRefusedBefore(earlier, later.at))
      .map((earlier) => [earlier, later] as const),
  );

/** A part that leaves so soon after an answer may have been claimed before that answer was read. */
const UNREAD_MS = 50;

/** Whether the gateway tells of the refusal, however late it came: then no copy of this submit can arrive. */
const isRefusalTold = ({ view }: Story, submit: Submit): boolean => {
  const { answer } = submit;
  if (answer === undefined || !isRefused(submit)) return false;
  return (view?.timeline ?? []).some(({ at, evidence }) => {
    const afterMs = Date.parse(at) - answer.at;
    return evidence?.startsWith('command_status') === true && afterMs >= 0 && afterMs < LATE_READ_MS;
  });
};

/** Whether another attempt went out while a part of an earlier one was, or may have been, with a carrier. */
const wasBegunAnew = (story: Story): boolean => {
  const attempts = attemptsOf(story).map(({ parts }) => parts.flat());
  return attempts.some((earlier) =>
    attempts.some(
      (later) =>
        later !== earlier &&
        later.some(({ at }) =>
          earlier.some((submit) => submit.at < at && !wasRefusedBefore(submit, at - UNREAD_MS)),
        ),
    ),
  );
};

/** Laws about what the carriers have seen, whatever the gateway says. */
export const lawsOfSending = [
  ofEachMessage('with onUncertain hold no part is sent again that was not refused', (story) => {
    const [repeat] = story.planned.onUncertain === 'hold' ? repeatsIn(story) : [];
    if (repeat === undefined) return undefined;
    const [earlier, later] = repeat;
    return `part ${later.part} went to ${later.route} again, ${later.at - earlier.at} ms after ${earlier.route}`;
  }),

  ofEachMessage(
    'with onUncertain hold all parts that are not refused are of one attempt, by one route',
    ({ planned, submits }) => {
      if (planned.onUncertain !== 'hold') return undefined;
      const kept = submits.filter(({ answer }) => answer === undefined || answer.status === 0);
      const attempts = new Set(
        kept.map(({ route, reference, total }) => `${route}, reference ${reference} of ${total}`),
      );
      return attempts.size > 1 ? `its parts are in ${[...attempts].join('; ')}` : undefined;
    },
  ),

  ofEachMessage(
    'with onUncertain resend no attempt begins after a carrier took the whole message',
    (story, history) => {
      const attempts = attemptsOf(story);
      // The parts of an attempt that began in doubt may still wait for a place in the window.
      const begunAt = (submit: Submit): number =>
        Math.min(
          ...(attempts.find(({ parts }) => parts.flat().includes(submit))?.parts.flat() ?? []).map(
            ({ at }) => at,
          ),
        );
      const again = repeatsIn(story).find(([earlier, later]) =>
        attempts.some(
          (attempt) =>
            attempt.parts.flat().includes(earlier) && isSaidWhole(attempt, history, begunAt(later)),
        ),
      );
      return again === undefined
        ? undefined
        : `${again[0].route} had said that it took all of it, part ${again[1].part} went to ${again[1].route}`;
    },
  ),

  // A second copy of which each part was refused is none.
  ofEachMessage('a message that was sent again is marked as a possible duplicate', (story) =>
    repeatsIn(story).some(([earlier, later]) => !isRefused(later) && !isRefusalTold(story, earlier)) &&
    story.view?.possibleDuplicate === false
      ? 'a part went out again, and possibleDuplicate is false'
      : undefined,
  ),

  ofEachMessage('a message that is marked as a possible duplicate was sent again', (story, history) => {
    const { view, planned } = story;
    if (view?.possibleDuplicate !== true) return undefined;
    if (planned.onUncertain === 'hold') return 'it is on hold, and marked';
    return wasBegunAnew(story) || hadViolence(history, Date.parse(view.createdAt))
      ? undefined
      : 'all that went out before was refused, or nothing went out after it, and possibleDuplicate is true';
  }),

  ofEachMessage('the parts join to the text that was posted', (story) => {
    const { planned, submits, view } = story;
    const odd = submits.find(
      ({ to, receiptAsked, total, text }) =>
        `+${to}` !== planned.to ||
        !receiptAsked ||
        !planned.text.includes(text) ||
        ![1, view?.parts].includes(total),
    );
    if (odd !== undefined) return `part ${odd.part} of ${odd.total} is not of it as it was sent: ${odd.text}`;
    const torn = attemptsOf(story).find(
      (attempt) =>
        takenWholeAt(attempt) !== undefined &&
        attempt.parts.map((same) => new Set(same.map(({ text }) => text))).some(({ size }) => size > 1),
    );
    if (torn !== undefined) return 'a part went out with two texts';
    const wrong = attemptsOf(story).find(
      (attempt) =>
        takenWholeAt(attempt) !== undefined &&
        attempt.parts.map((same) => same[0]?.text).join('') !== planned.text,
    );
    return wrong === undefined ? undefined : 'a phone would show another text';
  }),

  ofTheRun('two messages to one phone never share a concatenation reference', ({ submits }) => {
    const long = submits.filter(({ total }) => total > 1);
    const shared = Map.groupBy(
      long,
      ({ to, from, reference, total }) => `${from} to ${to}: ${reference} of ${total}`,
    );
    return [...shared]
      .filter(([, same]) => new Set(same.map(({ message }) => message)).size > 1)
      .map(([what]) => what);
  }),

  ofEachMessage(
    'no part is sent after the validity, and carriers are told the time that is left',
    ({ view, submits }, history) => {
      if (view === undefined) return undefined;
      const until = Date.parse(view.validUntil);
      for (const { at: readAt, validity, part, route } of submits) {
        const unsure = troublesIn(history, readAt - LATE_READ_MS, readAt, 'network', ...SET);
        if (unsure.some((trouble) => [undefined, route].includes(trouble.route))) continue;
        const at = history.shownAt(readAt);
        if (at > until + LATE_READ_MS) return `part ${part} went out ${at - until} ms after its validity`;
        const told = endOfValidity(validity, at);
        const mustLast = Math.min(until, at + LONGEST_TOLD_MS) - VALIDITY_EARLY_MS;
        if (told === undefined) return `part ${part} has the validity "${validity}"`;
        if (told > until + VALIDITY_LATE_MS || told < mustLast) {
          return `the validity of part ${part} ends ${told - until} ms after the message's`;
        }
      }
      return undefined;
    },
  ),

  ofEachMessage('no message begins to be sent after its validity', ({ view }) => {
    const late = view?.timeline.find(
      ({ from, to, at }) => from === 'queued' && to === 'sending' && at > view.validUntil,
    );
    return late === undefined ? undefined : `it began at ${late.at}, and was valid until ${view?.validUntil}`;
  }),

  ofEachMessage(
    'a part that a busy route refused is not given to it again at once',
    ({ submits }, history) => {
      const { responseTimeoutMs, graceMs } = history.plan;
      for (const [index, later] of submits.entries()) {
        const { route, part, at } = later;
        // A part that another route has refused meanwhile may come back sooner.
        const before = submits.slice(0, index).findLast((one) => one.part === part);
        const answer = before?.answer;
        if (before?.route !== route || answer === undefined || !BUSY.has(answer.status)) continue;
        // Both may have left long before the carrier reads them.
        const from = before.at - responseTimeoutMs - graceMs;
        const isUnsure =
          troublesIn(history, from, at, 'network', ...SET).length > 0 ||
          history.pauses.some((pause) => pause.from <= at && pause.to >= from);
        if (isUnsure) continue;
        // A late answer finds the next attempt under way.
        const isLate = answer.at - before.at >= responseTimeoutMs;
        if (!isLate && at >= answer.at && at - answer.at < LEAST_PAUSE_MS)
          return `part ${part} went to ${route} again, ${at - answer.at} ms after it refused it`;
      }
      return undefined;
    },
  ),

  ofTheRun('no text is sent that nobody posted', ({ strays }) =>
    strays.map(({ route, to, text }) => `${route} got for ${to}: ${text}`),
  ),

  ofTheRun('SIGTERM ends the gateway within 12 s, with exit code 0', ({ stops }) =>
    stops
      .filter(({ how, exitCode, tookMs }) => how === 'SIGTERM' && (exitCode !== 0 || tookMs > STOP_MS))
      .map(({ exitCode, tookMs }) => `exit code ${exitCode} after ${tookMs} ms`),
  ),
];

/**
 * SMPP 3.4, 7.1.1: YYMMDDhhmmsst and 00+ (absolute, here always UTC), or 000R (relative); since 1970, in milliseconds.
 */
const endOfValidity = (validity: string, at: number): number | undefined => {
  const fields = /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d)(?:00\+|00(R))$/.exec(validity);
  if (fields === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, tenth = 0] = fields
    .slice(1, 8)
    .map(Number);
  if (fields[8] !== 'R') return Date.UTC(2000 + year, month - 1, day, hour, minute, second, tenth * 100);
  return year + month > 0 ? undefined : at + (((day * 24 + hour) * 60 + minute) * 60 + second) * 1000;
};
