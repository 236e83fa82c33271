import { attemptsOf, takenWholeAt, troublesIn } from './attempts.ts';
import { INVALID_NUMBER } from './faults.ts';
import type { History, Story, Submit } from './history.ts';
import { ofEachMessage, ofTheRun } from './law.ts';
import type { Plan, PlannedRoute } from './plan.ts';

const DEFAULT_SPILL_MS = 5000;
/** Allowed beside the configured times: for claims, commits and a machine that does other work too. */
const SLACK_MS = 4000;
/** How long parts may still leave that the gateway had claimed before the critical message came. */
const IN_HAND_MS = 1000;
/** Messages that may leave before a critical one: the trial of a route, and one that was claimed already. */
const IN_HAND_MESSAGES = 2;
/** What a claim, its commit, and a network may take, ms. */
const CLAIMED_MS = 250;
const QUICK_PARTS_PER_SECOND = 100;

const partsPerSecond = ({ window, sessions, answerMs }: PlannedRoute): number =>
  (window * sessions * 1000) / answerMs;

/** A route without faults that is quick enough to be nearly idle, if there is one. */
const idleRouteOf = ({ routes, faulty }: Plan): PlannedRoute | undefined =>
  routes.find((route) => !faulty.includes(route.id) && partsPerSecond(route) >= QUICK_PARTS_PER_SECOND);

/**
 * Whether the gateway was away, its disk failed or its clock was set forward: then messages wait, or end by their
 * validity.
 */
const hadStop = (history: History, from: number, to: number): boolean =>
  history.stops.some(({ at, backAt }) => at <= to && backAt >= from) ||
  troublesIn(history, from, to, 'disk', 'clock set forward').length > 0;

/** Whether links were dropped or the network failed in this run: for a time no route may be usable. */
const hadDrops = ({ plan, troubles }: History): boolean =>
  plan.blows.some(({ kind }) => kind === 'fin' || kind === 'reset') ||
  troubles.some(({ of }) => of === 'network');

const isRefusedForGood = ({ submits }: Story): boolean =>
  submits.some(({ answer }) => answer?.status === INVALID_NUMBER);

/** Under hold a message may only wait for the route that has taken, or may have taken, a part of it. */
const mayMove = ({ planned, submits }: Story): boolean =>
  planned.onUncertain === 'resend' ||
  submits.every(({ answer }) => answer !== undefined && answer.status !== 0);

/** Whether a submit is of a message of the plan below critical. How urgent the messages of acts are, only acts know. */
const isLessUrgent = ({ messages }: Plan, message: number | undefined): boolean => {
  const planned = messages[message ?? -1];
  return planned !== undefined && planned.priority !== 'critical';
};

/** When the route had the message, from each claim until it gave the message back, or until the message left. */
const timesAtRoute = (
  { view }: Story,
  route: string,
  leftAt: number,
): readonly { readonly from: number; readonly to: number }[] => {
  const steps = view?.timeline.filter(({ from, to }) => from !== to) ?? [];
  return steps.flatMap((step, index) => {
    if (step.to !== 'sending' || step.route !== route) return [];
    const next = steps[index + 1];
    const givenBackAt = next?.to === 'queued' ? Date.parse(next.at) : leftAt;
    return [{ from: Date.parse(step.at), to: Math.min(leftAt, givenBackAt) }];
  });
};

export const lawsOfUrgency = [
  ofEachMessage('a critical message is not late while a route without faults is idle', (story, history) => {
    const { plan } = history;
    const { planned, acceptedAt } = story;
    const idle = idleRouteOf(plan);
    if (planned.priority !== 'critical' || planned.probes !== undefined || idle === undefined)
      return undefined;
    if (isRefusedForGood(story) || hadDrops(history)) return undefined;
    const within = (plan.spillAfterMs ?? DEFAULT_SPILL_MS) + plan.responseTimeoutMs + plan.graceMs + SLACK_MS;
    const beforeOrOn = story.submits.filter(({ at }) => at <= acceptedAt + within);
    if (hadStop(history, acceptedAt, acceptedAt + within)) return undefined;
    const onIdle = beforeOrOn.some(({ route }) => route === idle.id);
    if (!onIdle && !mayMove({ ...story, submits: beforeOrOn })) return undefined;
    const times = attemptsOf(story).map((attempt) => takenWholeAt(attempt) ?? Number.POSITIVE_INFINITY);
    const late = Math.min(...times) - acceptedAt;
    return late > within ? `no carrier had all of it within ${within} ms, but after ${late} ms` : undefined;
  }),

  ofEachMessage('a critical message does not wait behind less urgent ones', (story, history) => {
    const { plan, submits, stops } = history;
    const [first] = story.submits;
    if (first !== undefined && troublesIn(history, story.acceptedAt, first.at, 'disk', 'network').length > 0)
      return undefined;
    if (story.planned.priority !== 'critical' || first === undefined) return undefined;
    if (!plan.tiers[0]?.includes(first.route)) return undefined;
    const ready = Math.max(
      story.acceptedAt,
      ...stops.map(({ backAt }) => backAt).filter((at) => at <= first.at),
    );
    const overtakers = submits.filter(
      ({ route, at, message }) =>
        route === first.route &&
        at > ready + IN_HAND_MS &&
        at < first.at &&
        plan.messages[message ?? -1]?.priority !== 'critical',
    );
    const messages = [...new Set(overtakers.map(({ message }) => message))];
    return messages.length > IN_HAND_MESSAGES
      ? `the messages ${messages.join(', ')} went to ${first.route} before it`
      : undefined;
  }),

  ofEachMessage('a critical message leaves before what waits at the route that has it', (story, history) => {
    const [first] = story.submits;
    if (story.planned.priority !== 'critical' || first === undefined) return undefined;
    const { route, at: leftAt } = first;
    const had = timesAtRoute(story, route, leftAt);
    const isDisturbed =
      hadStop(history, story.acceptedAt, leftAt) ||
      hadDrops(history) ||
      history.pauses.some(({ from, to }) => from < leftAt && to > story.acceptedAt) ||
      history.troubles.some(({ of }) => of.startsWith('clock'));
    if (isDisturbed) return undefined;
    const overtaker = history.submits.find(
      ({ at, route: by, message }) =>
        by === route &&
        isLessUrgent(history.plan, message) &&
        had.some(
          ({ from, to }) => at > from + CLAIMED_MS + history.busyMs && at < to - CLAIMED_MS - history.busyMs,
        ),
    );
    return overtaker === undefined
      ? undefined
      : `${route} had it, and message ${overtaker.message} left ${leftAt - overtaker.at} ms before it`;
  }),

  ofTheRun('every window keeps a place for critical messages', (history) =>
    history.plan.routes.flatMap((route) => {
      const { most, at } = fullest(history, route);
      const allowed = placesForOthers(route);
      return most > allowed
        ? [`${most} parts of others at ${route.id}, at ${new Date(at).toISOString()}`]
        : [];
    }),
  ),

  ofEachMessage('a message in doubt goes by another usable route', (story, history) => {
    const idle = idleRouteOf(history.plan);
    if (idle === undefined || story.planned.probes !== undefined || hadDrops(history)) return undefined;
    if (isKeptToFirstTier(story, history, idle)) return undefined;
    const timeoutMs = history.plan.responseTimeoutMs;
    const again = story.submits.find((later, index) =>
      story.submits
        .slice(0, index)
        .some(
          (earlier) =>
            earlier.route === later.route &&
            later.route !== idle.id &&
            earlier.part === later.part &&
            isUnansweredAt(earlier, later.at) &&
            later.at - earlier.at >= timeoutMs / 2 &&
            !hadStop(history, earlier.at, later.at) &&
            !story.submits.some(({ route, at }) => route === idle.id && at < later.at),
        ),
    );
    return again === undefined
      ? undefined
      : `part ${again.part} went to ${again.route} again, which had not answered; ${idle.id} was idle`;
  }),
];

/** By default a message of low priority takes the next tier only when the one before it is down. */
const isKeptToFirstTier = ({ planned }: Story, { plan }: History, { id }: PlannedRoute): boolean =>
  planned.priority === 'low' && plan.spillAfterMs === undefined && !plan.tiers[0]?.includes(id);

const isUnansweredAt = ({ answer }: Submit, at: number): boolean => answer === undefined || answer.at > at;

const kept = (window: number): number => (window < 2 ? 0 : Math.max(1, Math.floor(window / 10)));

/** Places for messages that aren't critical, by each session's window or by all together, whichever is more. */
const placesForOthers = ({ window, sessions }: PlannedRoute): number =>
  Math.max(sessions * (window - kept(window)), window * sessions - kept(window * sessions));

/** The largest number of parts of messages below critical that were unanswered at once, counted at each arrival. */
const fullest = (
  { plan, submits, linkEnds, pauses }: History,
  route: PlannedRoute,
): { most: number; at: number } => {
  const others = submits
    .filter(({ route: by, message }) => by === route.id && isLessUrgent(plan, message))
    .map((submit) => {
      const dropped = linkEnds.find((end) => end.route === submit.route && end.link === submit.link);
      // The gateway may have given the part up before this log has it as old as the time-out.
      const givenUp = submit.at + plan.responseTimeoutMs * 0.7;
      return {
        at: submit.at,
        until: Math.min(submit.answer?.at ?? givenUp, givenUp, dropped?.at ?? givenUp),
      };
    });
  let [most, at] = [0, 0];
  for (const one of others) {
    if (pauses.some(({ from, to }) => one.at >= from && one.at <= to + plan.responseTimeoutMs)) continue;
    const open = others.filter((other) => other.at <= one.at && other.until > one.at).length;
    if (open > most) [most, at] = [open, one.at];
  }
  return { most, at };
};
