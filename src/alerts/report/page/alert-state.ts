import type { Report } from '../report-service.ts';
import type { Format } from '../words/format.ts';

/** The state in words. An alert that was taken back is shown as cancelled, not as completed. */
export const stateWords = ({ alert }: Pick<Report, 'alert'>, { words }: Format): string => {
  if (alert.cancelledAt === undefined) return words.alertState[alert.state];
  if (alert.state === 'completed') return words.cancelled;
  return alert.state === 'sending' ? words.beingCancelled : words.alertState[alert.state];
};
