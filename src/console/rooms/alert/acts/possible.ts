import type { z } from 'zod';
import type { overviewView } from '../../../../http/v1/alerts/overview-view.ts';
import { figuresOf, havingIt } from '../live/figures.ts';

type AlertOverview = z.output<typeof overviewView>;
type Going = Pick<AlertOverview, 'state' | 'waves' | 'progress' | 'expiresAt' | 'endsAt' | 'proposedUpdate'>;

export interface Possible {
  readonly update: boolean;
  readonly cancel: boolean;
  readonly end: boolean;
  /** To whom it may be sent again. */
  readonly resend: { readonly silent: boolean; readonly undelivered: boolean };
  /** Why it takes no correction; undefined: it takes one, or nothing can follow it any more. */
  readonly whyNoUpdate: 'pausedNoUpdate' | 'cancelWaits' | 'overNoUpdate' | undefined;
}

const isOver = (at: string | null, now: number): boolean => at !== null && Date.parse(at) <= now;

/** What may follow an alert that has gone out, as the gateway decides it. @param now ms since the epoch */
export const possibleFor = (overview: Going, now: number): Possible => {
  const { state, waves, expiresAt, endsAt, proposedUpdate } = overview;
  const figures = figuresOf(overview);
  const isOpen = state === 'sending' || state === 'paused';
  const isTakenBack = waves.some(({ kind }) => kind === 'cancel' || kind === 'end');
  // The state can be newer than the figures: who still waits by them may have it, and no dialogue closes for that.
  const mayHaveIt = havingIt(figures) > 0 || figures.inHand > 0 || figures.waiting > 0;
  const isFollowed = !isTakenBack && (isOpen || mayHaveIt);
  const whyNot = (): Possible['whyNoUpdate'] => {
    if (state === 'paused') return 'pausedNoUpdate';
    if (proposedUpdate?.what === 'cancel') return 'cancelWaits';
    return isOver(expiresAt, now) ? 'overNoUpdate' : undefined;
  };
  const whyNoUpdate = isFollowed ? whyNot() : undefined;
  const update = isFollowed && whyNoUpdate === undefined;
  const cancel = isFollowed;
  // Whom nothing has reached in time is told all the same; whoever has it is not asked again.
  const resend = { silent: update && !isOver(endsAt, now), undelivered: update };
  return { update, cancel, end: isFollowed, resend, whyNoUpdate };
};
