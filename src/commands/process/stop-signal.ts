import type { Clock } from '../../kernel/clock.ts';

/** A second signal within this time, in ms, is a copy: npm passes a Ctrl-C on that the gateway has got already. */
const SAME_MS = 1000;
const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

/**
 * Resolves with the first SIGTERM or SIGINT after this call. A signal within the next second is taken for a copy of the
 * first one, and must not interrupt the graceful shutdown; a later one ends the process at once, as is Node's default.
 *
 * @param over ends the listening: then the promise never resolves
 */
export const stopSignal = (clock: Clock, over?: AbortSignal): Promise<NodeJS.Signals> =>
  new Promise((resolve) => {
    const heard = (signal: NodeJS.Signals): void => {
      resolve(signal);
      clock.after(SAME_MS, leave);
    };
    const leave = (): void => {
      for (const each of SIGNALS) process.off(each, heard);
    };
    over?.addEventListener('abort', leave, { once: true });
    for (const each of SIGNALS) process.on(each, heard);
  });
