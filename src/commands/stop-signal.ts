import type { Clock } from '../kernel/clock.ts';

/** npm passes on a Ctrl-C to the gateway that the terminal has given to it already. */
const SAME_MS = 1000;
const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

/**
 * SIGTERM or SIGINT, heard from this call on. What follows within a second is the same one said twice, and must not cut
 * short what is being finished; one that comes later ends the process at once, as if nobody listened.
 */
export const stopSignal = (clock: Clock): Promise<NodeJS.Signals> =>
  new Promise((resolve) => {
    const heard = (signal: NodeJS.Signals): void => {
      resolve(signal);
      clock.after(SAME_MS, () => {
        for (const each of SIGNALS) process.off(each, heard);
      });
    };
    for (const each of SIGNALS) process.on(each, heard);
  });
