import type { AlertCount } from '../../domain/alerts/alert-repository.ts';
import type { PeopleTotals } from '../../domain/alerts/people-totals.ts';
import type { State } from '../../domain/messages/state.ts';

/** The message is still to be sent, or a route is sending it. */
const TO_SEND: ReadonlySet<State> = new Set(['queued', 'sending']);
/** A receipt or a late answer usually follows soon; it may also come after hours, or never. */
const MAY_CHANGE: ReadonlySet<State> = new Set(['sent', 'uncertain']);

/**
 * Whether an alert whose messages have all been made is over. A phone that is off has no receipt until it is on again,
 * so receipts are not waited for to the end: only until nothing has happened for `quietMs`. A receipt that comes later
 * still settles its message. What happened far in the future was stored while the clock was wrong, and is not waited for.
 */
export const mayComplete = (
  counts: readonly Pick<AlertCount, 'state' | 'lastAt'>[],
  nowMs: number,
  quietMs: number,
): boolean => {
  if (counts.some(({ state }) => TO_SEND.has(state))) return false;
  if (!counts.some(({ state }) => MAY_CHANGE.has(state))) return true;
  const times = counts.flatMap(({ lastAt }) => lastAt ?? []).filter((at) => at - nowMs <= quietMs);
  const last = Math.max(0, ...times);
  return nowMs - last >= quietMs;
};

/** The detail of the log's line `complete`. The report translates these words: `src/domain/text/french`. */
export const completedWords = ({ reached, toReach, unconfirmed, inDoubt }: PeopleTotals): string => {
  const known = `${reached} of ${toReach} people reached`;
  const open = [
    ...(unconfirmed === 0 ? [] : [`${unconfirmed} unconfirmed`]),
    ...(inDoubt === 0 ? [] : [`${inDoubt} in doubt`]),
  ];
  return [known, ...open].join(', ');
};
