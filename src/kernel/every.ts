import type { Cancel, Clock } from './clock.ts';
import type { Log } from './log.ts';

/** Something that is looked at again and again. */
export interface Repeated {
  start(): void;
  /** Resolves when a look under way has ended. */
  stop(): Promise<void>;
}

/** Looks, and again `everyMs` after the look has ended; what a look throws is logged, and the next one tries again. */
export const every = (
  everyMs: number,
  look: () => Promise<void>,
  { clock, log, what }: { readonly clock: Clock; readonly log: Log; readonly what: string },
): Repeated => {
  let cancel: Cancel = () => {};
  let running: Promise<void> = Promise.resolve();
  let stopped = false;
  const tick = (): void => {
    running = look()
      .catch((error: unknown) => log.error({ err: error }, `${what}: cannot be looked at; tried again`))
      .then(() => {
        if (!stopped) cancel = clock.after(everyMs, tick);
      });
  };
  return {
    start: () => {
      cancel = clock.after(everyMs, tick);
    },
    stop: async () => {
      stopped = true;
      cancel();
      await running;
    },
  };
};
