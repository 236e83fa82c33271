import { mayBecome, type State, states } from '../../src/domain/messages/state.ts';
import {
  attemptsOf,
  hadViolence,
  isAnswerRead,
  isRefused,
  isSaidWhole,
  reportsOf,
  takenWholeAt,
} from './attempts.ts';
import {
  INVALID_NUMBER,
  INVALID_SENDER,
  QUEUE_FULL,
  SUBMIT_FAILED,
  SYSTEM_ERROR,
  THROTTLED,
} from './faults.ts';
import type { FinalView, History, Story, Submit } from './history.ts';
import { ofEachMessage } from './law.ts';

const PASSING: ReadonlySet<number> = new Set([THROTTLED, QUEUE_FULL, SYSTEM_ERROR, SUBMIT_FAILED]);
const CLOCK_MS = 1000;
const SHORT_MS = 15_000;
const UNCONFIRMED_GRACE_MS = 3_600_000;

/** A law about the messages that are in this state at the end. */
const ofState = (
  state: State,
  name: string,
  complaint: (story: Story, history: History, view: FinalView) => string | undefined,
) =>
  ofEachMessage(name, (story, history) =>
    story.view?.state === state ? complaint(story, history, story.view) : undefined,
  );

const finalAtOf = (view: FinalView): number => Date.parse(view.timeline.at(-1)?.at ?? view.validUntil);

const isOverAt = (view: FinalView, at: number): boolean => at >= Date.parse(view.validUntil) - CLOCK_MS;

/** Whether a sentence names a part: "part 3", "parts 1, 3", "parts 2 to 5", "parts 2–5". */
const isAmong = (part: number, sentence: string): boolean =>
  [...sentence.matchAll(/(\d+)(?:\s*(?:-|–|to)\s*(\d+))?/g)].some(
    ([, first, last]) => part >= Number(first) && part <= Number(last ?? first),
  );

/** Laws that compare the state of each message with the logs of the carriers. */
export const lawsOfStates = [
  ofEachMessage(
    'an accepted message is still there, as it was posted',
    ({ planned, view, id }, { listed }) => {
      if (view === undefined) return 'the gateway knows it no more';
      if (view.text !== planned.text || view.to !== planned.to)
        return 'its text or its recipient has changed';
      const times = listed.filter((one) => one === id).length;
      return times === 1 ? undefined : `it is listed ${times} times`;
    },
  ),

  ofEachMessage('every message has ended or is sent', ({ planned, view }, { troubles }) => {
    // A short validity is to end during the faults, which a clock that was set back puts off.
    if (planned.validForMs < SHORT_MS && troubles.some(({ of }) => of === 'clock set back')) return undefined;
    return view === undefined || ['queued', 'sending', 'suppressed', 'cancelled'].includes(view.state)
      ? `it is ${view?.state} though all is well again`
      : undefined;
  }),

  ofEachMessage('a message that is sent after the faults is delivered', ({ planned, view }) =>
    planned.probes !== undefined && view?.state !== 'delivered' ? `it is ${view?.state}` : undefined,
  ),

  ofState('delivered', 'a delivered message has a positive receipt for each part by its own id', (story) =>
    attemptsOf(story).some(({ total, parts }) =>
      parts.every((submits) =>
        submits.some(
          (submit) =>
            // The gateway knows the id of one part of several only from its answer.
            (total === 1 || submit.answer?.status === 0) && reportsOf(submit, story).positive,
        ),
      ),
    )
      ? undefined
      : 'no attempt has a positive receipt for each of its parts',
  ),

  ofEachMessage(
    'a message with an acknowledged positive receipt for each part is delivered',
    (story, history) => {
      const isProven = attemptsOf(story).some(({ parts }) =>
        parts.every((submits) =>
          submits.some((submit) => {
            const { positive, acknowledged } = reportsOf(submit, story);
            return positive && acknowledged && isAnswerRead(submit, history);
          }),
        ),
      );
      return isProven && story.view?.state !== 'delivered' ? `it is ${story.view?.state}` : undefined;
    },
  ),

  ofState('undelivered', 'an undelivered message had a part taken, and then a final no', (story) =>
    story.submits.some((submit) => reportsOf(submit, story).negative) ||
    (story.submits.some(({ taken }) => taken) &&
      story.submits.some(({ answer }) => answer?.status === INVALID_NUMBER))
      ? undefined
      : 'no carrier has said no of anything that it took',
  ),

  ofEachMessage(
    'a receipt of an earlier attempt does not end a message that a later one may deliver',
    (story, { troubles, shownAt }) => {
      if (troubles.some(({ of }) => of.startsWith('clock'))) return undefined;
      const attempts = attemptsOf(story).map(({ parts }) => parts.flat());
      const begunAt = (submits: readonly Submit[]): number => Math.min(...submits.map(({ at }) => at));
      const isReportedLost = (submits: readonly Submit[]): boolean =>
        submits.some((submit) => reportsOf(submit, story).negative);
      for (const { from, to, at, evidence, route } of story.view?.timeline ?? []) {
        const id = /\bid:(c\d+)\b/.exec(evidence ?? '')?.[1];
        if (from === to || to !== 'undelivered' || id === undefined) continue;
        const told = attempts.find((submits) =>
          submits.some((submit) => submit.id === id && (route === null || submit.route === route)),
        );
        const later = attempts.find(
          (submits) =>
            told !== undefined &&
            begunAt(submits) > begunAt(told) &&
            shownAt(begunAt(submits)) < Date.parse(at) &&
            !submits.every(isRefused) &&
            !isReportedLost(submits),
        );
        if (later !== undefined)
          return `the receipt for ${id} ended it, though ${later[0]?.id} was under way`;
      }
      return undefined;
    },
  ),

  ofEachMessage(
    'a message of one attempt with an acknowledged receipt for each part, one negative, is undelivered',
    (story, history) => {
      const [attempt, another] = attemptsOf(story);
      if (attempt === undefined || another !== undefined) return undefined;
      const taken = attempt.parts.map((submits) => submits.find((submit) => isAnswerRead(submit, history)));
      const reports = taken.map((submit) => (submit === undefined ? undefined : reportsOf(submit, story)));
      const isProven =
        reports.every((report) => report?.acknowledged) && reports.some((report) => report?.negative);
      return isProven && story.view?.state !== 'undelivered' ? `it is ${story.view?.state}` : undefined;
    },
  ),

  ofState('sent', 'a sent message has a receipt to wait for', (story, history) => {
    const whole = attemptsOf(story).filter((attempt) => takenWholeAt(attempt) !== undefined);
    if (whole.length === 0) return 'no carrier has taken all of its parts';
    const isWaiting = whole.some(({ parts }) =>
      parts.some(
        (submits) =>
          !submits.some((submit) => reportsOf(submit, story).acknowledged && isAnswerRead(submit, history)),
      ),
    );
    return isWaiting ? undefined : 'every receipt of it has been acknowledged';
  }),

  ofState(
    'failed',
    'a failed message was refused for good by every carrier asked, and no carrier has a part of it',
    (story, { plan }) => {
      const { submits, planned } = story;
      if (!submits.every(isRefused)) return 'a part of it was taken, or never answered';
      const codes = submits.map(({ answer }) => answer?.status ?? 0);
      if (codes.every((code) => PASSING.has(code))) return 'no carrier has refused it for good';
      const isRoutesFault = codes.every((code) => code === INVALID_SENDER || PASSING.has(code));
      const asked = new Set(submits.map(({ route }) => route));
      return planned.probes === undefined && isRoutesFault && asked.size < plan.routes.length
        ? 'another route of its plan was never asked'
        : undefined;
    },
  ),

  ofState(
    'expired',
    'an expired message is past its validity, and no carrier has a part of it',
    (story, _history, view) => {
      if (!story.submits.every(isRefused)) return 'a part of it was taken, or never answered';
      return isOverAt(view, finalAtOf(view)) ? undefined : 'its validity had not ended';
    },
  ),

  ofState(
    'uncertain',
    'an uncertain message has a part without an answer, or parts that did not leave in its validity',
    (story, history, view) => {
      const attempts = attemptsOf(story);
      if (attempts.some((attempt) => isSaidWhole(attempt, history)))
        return 'a carrier said that it took all of it';
      const refusing = new Set(
        story.submits.filter(({ answer }) => answer?.status === INVALID_SENDER).map(({ route }) => route),
      );
      if (refusing.size === history.plan.routes.length && story.submits.some(({ taken }) => taken))
        return undefined;
      const isUnread = story.submits.some((submit) => !isAnswerRead(submit, history));
      if (isUnread || hadViolence(history, Date.parse(view.createdAt), finalAtOf(view))) return undefined;
      if (!story.submits.some(({ taken }) => taken)) return 'every submit of it was answered, and refused';
      const isRefusedForGood = story.submits.some(({ answer }) => answer?.status === INVALID_NUMBER);
      return isRefusedForGood || isOverAt(view, finalAtOf(view))
        ? undefined
        : 'every submit of it was answered, and there was time for the rest';
    },
  ),

  ofState(
    'uncertain',
    'an uncertain message names the parts that no carrier took',
    (story, history, view) => {
      const [attempt, another] = attemptsOf(story);
      // If an answer is missing, the message says that instead.
      const isDoubt = story.submits.some((submit) => !isAnswerRead(submit, history));
      if (attempt === undefined || another !== undefined || isDoubt) return undefined;
      const said = `${view.reason} ${view.timeline.map(({ reason }) => reason).join(' ')}`;
      const isNamed = (part: number): boolean =>
        view.timeline.some((entry) => entry.part === part) || isAmong(part, said);
      const missing = attempt.parts.findIndex(
        (submits, index) => !submits.some(({ answer }) => answer?.status === 0) && !isNamed(index + 1),
      );
      return missing < 0 ? undefined : `nothing is said of part ${missing + 1}`;
    },
  ),

  ofState(
    'unconfirmed',
    'an unconfirmed message has waited for its receipts until an hour after its validity',
    (_story, _history, view) =>
      finalAtOf(view) < Date.parse(view.validUntil) + UNCONFIRMED_GRACE_MS
        ? 'an hour after its validity had not passed'
        : undefined,
  ),

  ofEachMessage('a message that was not delivered has a reason', ({ view }) =>
    view !== undefined && !['queued', 'sending', 'sent', 'delivered'].includes(view.state) && !view.reason
      ? `it is ${view.state}, without a reason`
      : undefined,
  ),

  ofEachMessage(
    'the timeline has only legal transitions, up to the present state',
    ({ view }, { troubles }) => {
      let state: State | null = null;
      let at = '';
      const isSetBack = troubles.some(({ of }) => of === 'clock set back');
      for (const entry of view?.timeline ?? []) {
        const to = states.find((one) => one === entry.to);
        if (to === undefined) return `there is no state ${entry.to}`;
        if (entry.from !== state) return `an entry is from ${entry.from} while the message was ${state}`;
        if (state === null ? to !== 'queued' : to !== state && !mayBecome(state, to))
          return `${state} became ${to}`;
        if (entry.at < at && !isSetBack) return 'its entries are not in the order of time';
        [state, at] = [to, entry.at];
      }
      return state === (view?.state ?? null)
        ? undefined
        : `it ends with ${state}, the message is ${view?.state}`;
    },
  ),

  ofEachMessage('a receipt in the timeline is written to the part that it names', ({ view, submits }) => {
    for (const { evidence, part, route } of view?.timeline ?? []) {
      const id = /\bid:(c\d+)\b/.exec(evidence ?? '')?.[1];
      if (id === undefined) continue;
      const named = submits.filter(
        (submit) => submit.id === id && (route === null || submit.route === route),
      );
      if (named.length === 0) return `the receipt for ${id} is another message's`;
      if (part !== null && !named.some((submit) => submit.part === part)) {
        return `the receipt for ${id} is written to part ${part}`;
      }
    }
    return undefined;
  }),

  ofEachMessage('every receipt is acknowledged', ({ receipts }) => {
    const open = receipts.filter(({ acknowledgedAt }) => acknowledgedAt === undefined).length;
    return open === 0 ? undefined : `${open} are not`;
  }),
];
