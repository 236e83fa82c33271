import { TocsinError } from '../../kernel/errors.ts';
import { CLOCK_SLACK_MS } from '../doctor/clock.ts';

/**
 * Refuses to restore by a clock that is behind what is restored: what was sent after the backup would seem to be due
 * later, and would go out once more.
 * @param newest the newest time that is known of the backup, ms since the epoch; undefined: none
 * @throws TocsinError `storeUnavailable`
 */
export const refuseClockBehind = (newest: number | undefined, now: number): void => {
  if (newest === undefined || newest <= now + CLOCK_SLACK_MS) return;
  const [shown, known] = [now, newest].map((time) => new Date(time).toISOString());
  throw new TocsinError(
    'storeUnavailable',
    `the clock says ${shown}, but the newest thing to restore is of ${known}. Nothing was restored or held, since ` +
      'messages that were sent after the backup would go out again: set the clock right (timedatectl), and run this again. ' +
      'If the clock of the backup was ahead, set this one past that time for as long as the command runs.',
  );
};
