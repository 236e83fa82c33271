import type { Alert } from '../../domain/alerts/alert.ts';
import type { FeedEntry } from './write-atom.ts';

/** How many of the newest alerts are looked at for the feed. */
export const FEED_ALERTS = 100;

/** What the feed tells of these alerts: only those that went out. */
export const launchedAlerts = (alerts: readonly Alert[]): readonly FeedEntry[] =>
  alerts
    .filter(({ launched, state }) => launched !== undefined && state !== 'scheduled')
    .map(({ id, draft, updatedAt }) => ({ id, title: draft.title, updatedAt }));
