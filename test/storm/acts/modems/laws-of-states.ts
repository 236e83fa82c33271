import { attemptsOf, isWhole, type OutStory } from './history.ts';
import type { Seen } from './judge.ts';
import { isUndisturbed } from './undisturbed.ts';

/** What is wrong with a message; undefined: nothing is. */
export type Law = (story: OutStory, seen: Seen) => string | undefined;

const NEVER_SENT: readonly string[] = ['failed', 'expired', 'cancelled', 'suppressed'];
const SENT: readonly string[] = ['sent', 'delivered', 'undelivered', 'unconfirmed'];

/** Laws that compare the state of each message with what went on air. */
export const lawsOfStates: readonly Law[] = [
  // It is still there.
  ({ view, planned }) =>
    view === undefined || view.text !== planned.text ? 'the gateway has lost it' : undefined,

  // Each settles after the calm.
  ({ view }) =>
    view?.state === 'queued' || view?.state === 'sending'
      ? `it is ${view.state} long after the calm`
      : undefined,

  ({ view, copies }) =>
    NEVER_SENT.includes(view?.state ?? '') && copies.length > 0
      ? `it is ${view?.state}, but ${copies[0]?.route} has sent it`
      : undefined,

  (story) =>
    ['sent', 'delivered', 'unconfirmed'].includes(story.view?.state ?? '') &&
    !attemptsOf(story).some((attempt) => isWhole(attempt, () => true))
      ? `it is ${story.view?.state}, but no network has all of its parts`
      : undefined,

  (story) =>
    story.view?.state === 'delivered' &&
    !attemptsOf(story).some((attempt) => isWhole(attempt, ({ positives }) => positives.length > 0))
      ? 'it is delivered, but not each part of it has a positive report'
      : undefined,

  ({ view, copies, refusals }) =>
    view?.state === 'undelivered' &&
    !copies.some(({ negatives }) => negatives.length > 0) &&
    (copies.length === 0 || (refusals.length === 0 && copies.every(({ isModem }) => isModem)))
      ? 'it is undelivered, but no network has said no of anything that it took'
      : undefined,

  // What the modem has said yes to is sent, also after a restart.
  (story, seen) =>
    attemptsOf(story).some((attempt) => isWhole(attempt, (copy) => isUndisturbed(copy, seen))) &&
    !SENT.includes(story.view?.state ?? '')
      ? `the modem has said that it sent all of it, but it is ${story.view?.state}`
      : undefined,

  // What the gateway has taken a report of for good, it knows.
  (story, seen) =>
    attemptsOf(story).some((attempt) =>
      isWhole(attempt, (copy) => copy.isProven && isUndisturbed(copy, seen)),
    ) && story.view?.state !== 'delivered'
      ? `a positive report of each part was taken, but it is ${story.view?.state}`
      : undefined,

  ({ view }) =>
    view !== undefined && ![...SENT.slice(0, 2), 'queued', 'sending'].includes(view.state) && !view.reason
      ? `it is ${view.state} without a reason`
      : undefined,
];
