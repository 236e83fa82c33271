import type { Config } from '../../config/schema.ts';
import { describeDuty } from './duty-summary.ts';

const MINUTE_MS = 60_000;

/** Lines for the command `check`: who is told of calls for help, and when again. */
export const describeCalls = ({ inbound }: Config): readonly string[] => {
  const { duty, dutyRosters, cases } = inbound;
  const every = cases.pageAgain / MINUTE_MS;
  const again =
    cases.pageAgainTimes === 0
      ? '  once for each call, then only the log warns'
      : `  again after ${every} min if nobody takes it, ${cases.pageAgainTimes} times at most; then only the log warns`;
  const told = `  ${describeDuty(inbound)}`;
  return ['Calls for help', told, ...(duty.length + dutyRosters.length === 0 ? [] : [again])];
};
