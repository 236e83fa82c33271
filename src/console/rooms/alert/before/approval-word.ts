import type { z } from 'zod';
import type { overviewView } from '../../../../http/v1/alerts/overview-view.ts';

type AlertOverview = z.output<typeof overviewView>;

/** When an alert goes out that is launched now, ISO 8601; undefined: at once. @param now ms since the epoch */
export const laterThan = (
  { scheduledAt }: Pick<AlertOverview, 'scheduledAt'>,
  now: number,
): string | undefined => (scheduledAt !== null && Date.parse(scheduledAt) > now ? scheduledAt : undefined);

/** What an approval does: nothing else, or it sends the alert, at once or at its time. */
export const wordOfApproval = (
  { launchOnApproval }: Pick<AlertOverview, 'launchOnApproval'>,
  isLater: boolean,
): 'approve' | 'send' | 'schedule' => {
  if (!launchOnApproval) return 'approve';
  return isLater ? 'schedule' : 'send';
};
