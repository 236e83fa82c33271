import type { HeardEvent } from '../../live/heard.ts';
import type { AlertOverview } from './told.ts';

type Progress = AlertOverview['progress'];
type People = Progress['people'];

interface Going {
  readonly waves: readonly unknown[];
  readonly progress: Pick<Progress, 'people' | 'toCome'>;
}

/**
 * The people of an alert in the four words of the bar. Who is never written to is in none of them. A later wave writes
 * again to people who are counted already.
 */
export const figuresOf = ({ waves, progress: { people, toCome } }: Going) => ({
  reached: people.reached,
  silent: people.unconfirmed + people.inDoubt,
  notReached: people.notReached,
  waiting: people.underWay + (waves.length <= 1 ? toCome : 0),
});

/**
 * The alert with the figures of an `alert.progress`, which has no `toCome`: for whom no message was stored is still in
 * the sum that the gateway told before.
 */
export const withProgress = (alert: AlertOverview, { type, data }: HeardEvent): AlertOverview => {
  if (type !== 'alert.progress' || data['alert'] !== alert.id) return alert;
  const people = data['people'] as People;
  const { progress } = alert;
  const toCome = Math.max(0, progress.people.total + progress.toCome - people.total);
  const byState = data['messages'] as Progress['byState'];
  return { ...alert, progress: { ...progress, people, toCome, byState } };
};

export type Standing =
  | { readonly kind: 'paused' | 'out' }
  | { readonly kind: 'by'; readonly at: number; readonly isLate: boolean; readonly reason: string | null }
  | { readonly kind: 'never'; readonly reason: string | null };

/** By when all messages are out. @param readAt when the ETA was told, ms since the epoch */
export const standingOf = (
  {
    state,
    progress,
  }: Pick<AlertOverview, 'state'> & {
    readonly progress: Pick<Progress, 'eta' | 'etaReason' | 'inTime'>;
  },
  readAt: number,
): Standing => {
  const { eta, etaReason: reason, inTime } = progress;
  if (state === 'paused') return { kind: 'paused' };
  if (eta === null) return { kind: 'never', reason };
  if (eta === 0) return { kind: 'out' };
  return { kind: 'by', at: readAt + eta * 1000, isLate: !inTime, reason };
};
