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
 * still settles its message.
 *
 * What happened far in the future was stored while the clock was wrong: then nobody knows when the last thing happened,
 * and it counts from when that was noticed.
 *
 * @param knownForMs for how long such a time in the future has been known
 */
export const mayComplete = (
  counts: readonly Pick<AlertCount, 'state' | 'lastAt'>[],
  nowMs: number,
  quietMs: number,
  knownForMs = 0,
): boolean => {
  if (counts.some(({ state }) => TO_SEND.has(state))) return false;
  if (!counts.some(({ state }) => MAY_CHANGE.has(state))) return true;
  return (isFarAhead(counts, nowMs, quietMs) ? knownForMs : nowMs - lastOf(counts)) >= quietMs;
};

/** Whether the last thing lies so far in the future that the clock was wrong. */
export const isFarAhead = (
  counts: readonly Pick<AlertCount, 'lastAt'>[],
  nowMs: number,
  quietMs: number,
): boolean => lastOf(counts) - nowMs > quietMs;

const lastOf = (counts: readonly Pick<AlertCount, 'lastAt'>[]): number =>
  Math.max(0, ...counts.map(({ lastAt }) => lastAt ?? 0));

/** The detail of the log's line `complete`. The report translates these words: `src/domain/text/french`. */
export const completedWords = ({ reached, toReach, unconfirmed, inDoubt }: PeopleTotals): string => {
  const known = `${reached} of ${toReach} people reached`;
  const open = [
    ...(unconfirmed === 0 ? [] : [`${unconfirmed} unconfirmed`]),
    ...(inDoubt === 0 ? [] : [`${inDoubt} in doubt`]),
  ];
  return [known, ...open].join(', ');
};
