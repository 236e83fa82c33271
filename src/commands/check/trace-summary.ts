import type { Config } from '../../config/schema.ts';

/** Nothing if there are no traces. */
export const describeTraces = ({ traces }: Config['observe']): string[] => {
  if (traces === undefined) return [];
  const share = Math.round(traces.sample * 1e4) / 100;
  return [
    '',
    `Traces as "${traces.service}" ${share} % of requests and messages, and what callers ask for, to ${traces.endpoint}.`,
  ];
};
