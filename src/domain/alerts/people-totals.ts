import type { Outcome, PeopleCount } from './alert-report.ts';
import type { AlertCount } from './alert-repository.ts';

/**
 * How far an alert has come, in people: each person counts once, however many waves they are in. `total` is the sum of
 * `suppressed` and `toReach`; `toReach` is the sum of all the others.
 */
export interface PeopleTotals {
  /** People for whom a message is stored. */
  readonly total: number;
  readonly suppressed: number;
  readonly toReach: number;
  /** A message was delivered to them. */
  readonly reached: number;
  /** A carrier or network has taken their message, and no receipt has come. */
  readonly unconfirmed: number;
  /** Nobody knows whether a route took their message. */
  readonly inDoubt: number;
  /** Their message is queued, or a route is sending it. */
  readonly underWay: number;
  /** No message reached them, and none is on its way. */
  readonly notReached: number;
}

type Group = Exclude<keyof PeopleTotals, 'total' | 'toReach'>;

const groupOf: Readonly<Record<Outcome, Group>> = {
  reached: 'reached',
  delivered: 'reached',
  queued: 'underWay',
  sending: 'underWay',
  sent: 'unconfirmed',
  unconfirmed: 'unconfirmed',
  uncertain: 'inDoubt',
  undelivered: 'notReached',
  failed: 'notReached',
  expired: 'notReached',
  cancelled: 'notReached',
  suppressed: 'suppressed',
};

export const totalsOf = (counts: readonly Pick<PeopleCount, 'outcome' | 'people'>[]): PeopleTotals => {
  const sums = { reached: 0, unconfirmed: 0, inDoubt: 0, underWay: 0, notReached: 0, suppressed: 0 };
  let total = 0;
  for (const { outcome, people } of counts) {
    total += people;
    sums[groupOf[outcome]] += people;
  }
  return { total, toReach: total - sums.suppressed, ...sums };
};

/** The totals of an alert of one wave, in which each person has one message; undefined for several waves. */
export const totalsOfOneWave = (
  counts: readonly Pick<AlertCount, 'wave' | 'state' | 'messages'>[],
): PeopleTotals | undefined =>
  counts.some(({ wave }) => wave !== counts[0]?.wave)
    ? undefined
    : totalsOf(counts.map(({ state, messages }) => ({ outcome: state, people: messages })));
