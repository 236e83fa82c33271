import type { Config } from '../../config/schema.ts';

const MINUTE_MS = 60_000;

/** Lines for the command `check`: who is told of calls for help, and when again. */
export const describeCalls = ({ inbound: { duty, cases } }: Config): readonly string[] => {
  const every = cases.pageAgain / MINUTE_MS;
  const again =
    cases.pageAgainTimes === 0
      ? '  once for each call, then only the log warns'
      : `  again after ${every} min if nobody takes it, ${cases.pageAgainTimes} times at most; then only the log warns`;
  return [
    'Calls for help',
    ...(duty.length === 0
      ? ['  nobody is told by SMS (inbound.duty is empty): they are in GET /v1/cases']
      : [`  told at once to ${duty.length} ${duty.length === 1 ? 'number' : 'numbers'}`, again]),
  ];
};
