import type { Alert } from '../../../api/alerts/alerts.ts';
import type { Message } from '../../../api/messages.ts';
import { bestOf } from '../answer.ts';

/** What an alert meant for one number. */
export interface AboutAlert {
  readonly alert: Alert;
  readonly launchedAt: string;
  /** `message`: it answers; the others say why there is none. */
  readonly kind: 'message' | 'notAmong' | 'notAmongYet' | 'noneStored' | 'notKnown';
  readonly message: Message | undefined;
}

const DAY_MS = 86_400_000;
/** Alerts of this age are asked about: an older one is looked for by its number. */
const ASKED_MS = 30 * DAY_MS;

const GOING: ReadonlySet<Alert['state']> = new Set(['sending', 'paused', 'approved', 'scheduled']);

/**
 * What the last alerts meant for a number, newest first. That a number has no message says something only if all of its
 * messages were read, and if none can have been deleted by age, for which a day is the least (docs/retention.md).
 */
export const aboutAlerts = (
  alerts: readonly Alert[],
  messages: readonly Message[],
  hasAll: boolean,
  now: number,
): readonly AboutAlert[] =>
  alerts.flatMap((alert): AboutAlert[] => {
    if (alert.launched === null || alert.kind !== 'live') return [];
    const launchedAt = alert.launched.at;
    const message = bestOf(messages.filter((one) => one.alert === alert.id));
    const age = now - Date.parse(launchedAt);
    if (message !== undefined) return [{ alert, launchedAt, kind: 'message', message }];
    if (age > ASKED_MS) return [];
    const kind = !hasAll
      ? 'notKnown'
      : GOING.has(alert.state)
        ? 'notAmongYet'
        : age < DAY_MS
          ? 'notAmong'
          : 'noneStored';
    return [{ alert, launchedAt, kind, message: undefined }];
  });
