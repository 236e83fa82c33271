import type { z } from 'zod';
import type { overviewView } from '../../../../http/v1/alerts/overview-view.ts';

type AlertOverview = z.output<typeof overviewView>;
type Going = Pick<AlertOverview, 'progress' | 'waves'>;

/** The first four are those of the bar of people. */
export interface Figures {
  readonly reached: number;
  readonly silent: number;
  readonly notReached: number;
  readonly waiting: number;
  /** Those of `notReached` to whom something was sent in vain: a stop left out the others, and so does a resend. */
  readonly inVain: number;
  /** Those of `silent` of whom nobody knows whether a carrier took their message. */
  readonly inDoubt: number;
  readonly suppressed: number;
  /** All whom the alert is for, as far as it is known. */
  readonly toReach: number;
  /** Messages of a later wave that are not made yet, whose people are counted already; 0: there are none. */
  readonly toCome: number;
  /** Messages that no route has: a pause holds them, a stop ends them. */
  readonly held: number;
  /** Messages that a route has just now: they go out whatever is done. */
  readonly inHand: number;
}

/** States of messages that left, or were to leave, and reach nobody. */
const IN_VAIN = ['undelivered', 'failed', 'expired'] as const;

export type States = AlertOverview['progress']['byState'];

export const sumOf = (byState: States, states: readonly (keyof States)[]): number =>
  states.reduce((sum, state) => sum + (byState[state] ?? 0), 0);

/**
 * The people of an alert in the four words of the bar. Of the first wave, those without a stored message wait; of a
 * later one they may be people who have the alert, and are no further people.
 */
export const figuresOf = ({ progress, waves }: Going): Figures => {
  const { people, toCome, byState } = progress;
  const isFirst = waves.length <= 1;
  const waiting = people.underWay + (isFirst ? toCome : 0);
  return {
    reached: people.reached,
    silent: people.unconfirmed + people.inDoubt,
    notReached: people.notReached,
    waiting,
    // After several waves these are messages: no more people than that, and no more than nothing has reached.
    inVain: Math.min(people.notReached, sumOf(byState, IN_VAIN)),
    inDoubt: people.inDoubt,
    suppressed: people.suppressed,
    toReach: people.toReach + (isFirst ? toCome : 0),
    toCome: isFirst ? 0 : toCome,
    held: (byState.queued ?? 0) + toCome,
    inHand: byState.sending ?? 0,
  };
};

/** People who have the alert or may have it: a correction goes to exactly these. */
export const havingIt = ({ reached, silent }: Pick<Figures, 'reached' | 'silent'>): number =>
  reached + silent;

/** What a stop, or a text that took its place, has kept from going out, and who has it all the same. */
export const stoppedOf = (overview: Going): { readonly sent: number; readonly stopped: number } => ({
  sent: havingIt(figuresOf(overview)),
  stopped: (overview.progress.byState.cancelled ?? 0) + overview.progress.toCome,
});

export type Eta =
  /** Nothing waits to go out. */
  | { readonly kind: 'out' }
  | { readonly kind: 'at'; readonly at: number; readonly inSeconds: number; readonly isInTime: boolean }
  | { readonly kind: 'never' };

/** When all messages will be out. @param readAt when the figures were read, ms since the epoch */
export const etaOf = ({ eta, inTime }: AlertOverview['progress'], readAt: number): Eta => {
  if (eta === null) return { kind: 'never' };
  if (eta === 0) return { kind: 'out' };
  return { kind: 'at', at: readAt + eta * 1000, inSeconds: eta, isInTime: inTime };
};

/** Whether the alert goes out, or can go on. */
export const isGoing = ({ state }: Pick<AlertOverview, 'state'>): boolean =>
  state === 'sending' || state === 'paused';

/** States of messages that are not final: a stop leaves some of them, whose answers and receipts still come. */
const OPEN = ['queued', 'sending', 'sent'] as const;

/** Whether the alert's figures still change by themselves, also after a stop. */
export const isChanging = (overview: Pick<AlertOverview, 'state' | 'progress'>): boolean =>
  isGoing(overview) || OPEN.some((state) => (overview.progress.byState[state] ?? 0) > 0);
