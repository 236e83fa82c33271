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
import type { FinalView, History, Story } from './history.ts';
import { ofEachMessage } from './law.ts';

const PASSING: ReadonlySet<number> = new Set([THROTTLED, QUEUE_FULL, SYSTEM_ERROR, SUBMIT_FAILED]);
const CLOCK_MS = 1000;
const UNCONFIRMED_GRACE_MS = 3_600_000;

/** A law of what the gateway says in the end of messages in this state. */
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

/** What a message's state says must be true by the logs of the carriers. */
export const lawsOfStates = [
  ofEachMessage('what was accepted is still there, as it was sent', ({ planned, view, id }, { listed }) => {
    if (view === undefined) return 'the gateway knows it no more';
    if (view.text !== planned.text || view.to !== planned.to) return 'its text or its recipient has changed';
    const times = listed.filter((one) => one === id).length;
    return times === 1 ? undefined : `it is listed ${times} times`;
  }),

  ofEachMessage('every message comes to an end, or is sent', ({ view }) =>
    view === undefined || ['queued', 'sending', 'suppressed', 'cancelled'].includes(view.state)
      ? `it is ${view?.state} though all is well again`
      : undefined,
  ),

  ofEachMessage('what is sent in the calm is delivered', ({ planned, view }) =>
    planned.probes !== undefined && view?.state !== 'delivered' ? `it is ${view?.state}` : undefined,
  ),

  ofState('delivered', 'delivered has a positive receipt for each part by its own id', (story) =>
    attemptsOf(story).some(({ total, parts }) =>
      parts.every((submits) =>
        submits.some(
          (submit) =>
            // The id of a part of several can only be known from its answer.
            (total === 1 || submit.answer?.status === 0) && reportsOf(submit, story).positive,
        ),
      ),
    )
      ? undefined
      : 'no attempt has a positive receipt for each of its parts',
  ),

  ofEachMessage('with a positive receipt taken for each part, a message is delivered', (story, history) => {
    const isProven = attemptsOf(story).some(({ parts }) =>
      parts.every((submits) =>
        submits.some((submit) => {
          const { positive, acknowledged } = reportsOf(submit, story);
          return positive && acknowledged && isAnswerRead(submit, history);
        }),
      ),
    );
    return isProven && story.view?.state !== 'delivered' ? `it is ${story.view?.state}` : undefined;
  }),

  ofState('undelivered', 'undelivered had a part taken, and then a final no', (story) =>
    story.submits.some((submit) => reportsOf(submit, story).negative) ||
    (story.submits.some(({ taken }) => taken) &&
      story.submits.some(({ answer }) => answer?.status === INVALID_NUMBER))
      ? undefined
      : 'no carrier has said no of anything that it took',
  ),

  ofEachMessage(
    'with a receipt taken for each part, one a no, the only attempt is undelivered',
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

  ofState('sent', 'sent has a receipt to wait for', (story, history) => {
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
    'failed was refused by every carrier asked, for good, and nothing of it is anywhere',
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
    'expired has run out of time, and nothing of it is anywhere',
    (story, _history, view) => {
      if (!story.submits.every(isRefused)) return 'a part of it was taken, or never answered';
      return isOverAt(view, finalAtOf(view)) ? undefined : 'its validity had not ended';
    },
  ),

  ofState(
    'uncertain',
    'uncertain has an answer that never came, or parts that the time ran out for',
    (story, history, view) => {
      const attempts = attemptsOf(story);
      if (attempts.some((attempt) => isSaidWhole(attempt, history)))
        return 'a carrier said that it took all of it';
      const isUnread = story.submits.some((submit) => !isAnswerRead(submit, history));
      if (isUnread || hadViolence(history, Date.parse(view.createdAt), finalAtOf(view))) return undefined;
      if (!story.submits.some(({ taken }) => taken)) return 'every submit of it was answered, and refused';
      const isRefusedForGood = story.submits.some(({ answer }) => answer?.status === INVALID_NUMBER);
      return isRefusedForGood || isOverAt(view, finalAtOf(view))
        ? undefined
        : 'every submit of it was answered, and there was time for the rest';
    },
  ),

  ofState('uncertain', 'parts that never got through are named', (story, history, view) => {
    const [attempt, another] = attemptsOf(story);
    // Where an answer is missing, that is what is told.
    const isDoubt = story.submits.some((submit) => !isAnswerRead(submit, history));
    if (attempt === undefined || another !== undefined || isDoubt) return undefined;
    const said = `${view.reason} ${view.timeline.map(({ reason }) => reason).join(' ')}`;
    const isNamed = (part: number): boolean =>
      view.timeline.some((entry) => entry.part === part) || isAmong(part, said);
    const missing = attempt.parts.findIndex(
      (submits, index) => !submits.some(({ answer }) => answer?.status === 0) && !isNamed(index + 1),
    );
    return missing < 0 ? undefined : `nothing is said of part ${missing + 1}`;
  }),

  ofState('unconfirmed', 'unconfirmed has waited for its receipts to the end', (_story, _history, view) =>
    finalAtOf(view) < Date.parse(view.validUntil) + UNCONFIRMED_GRACE_MS
      ? 'an hour after its validity had not passed'
      : undefined,
  ),

  ofEachMessage('what was not delivered says why', ({ view }) =>
    view !== undefined && !['queued', 'sending', 'sent', 'delivered'].includes(view.state) && !view.reason
      ? `it is ${view.state}, without a reason`
      : undefined,
  ),

  ofEachMessage(
    'the timeline goes from state to state as the table has it, up to the present one',
    ({ view }) => {
      let state: State | null = null;
      let at = '';
      for (const entry of view?.timeline ?? []) {
        const to = states.find((one) => one === entry.to);
        if (to === undefined) return `there is no state ${entry.to}`;
        if (entry.from !== state) return `an entry is from ${entry.from} while the message was ${state}`;
        if (state === null ? to !== 'queued' : to !== state && !mayBecome(state, to))
          return `${state} became ${to}`;
        if (entry.at < at) return 'its entries are not in the order of time';
        [state, at] = [to, entry.at];
      }
      return state === (view?.state ?? null)
        ? undefined
        : `it ends with ${state}, the message is ${view?.state}`;
    },
  ),

  ofEachMessage('a receipt in the timeline is for the part that it names', ({ view, submits }) => {
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
