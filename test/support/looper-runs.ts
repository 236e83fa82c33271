import { Looper } from '../../src/kernel/looper.ts';
import { recordingLog } from './smpp/route-recorder.ts';
import { VirtualClock } from './virtual-clock.ts';

/** The message of a failed run in the log. */
export const FAILURE = 'the work cannot be done; tried again';

/** A looper that never pauses fails its test instead of running for ever. */
const MOST_RUNS = 1000;

/** A looper on a virtual clock. `runs` has the time of each run, ms since its start. */
export const made = (run: (nth: number) => Promise<number | undefined> | number | undefined) => {
  const clock = new VirtualClock();
  const began = clock.now();
  const log = recordingLog();
  const runs: number[] = [];
  let atOnce = 0;
  let mostAtOnce = 0;
  const looper = new Looper(
    async () => {
      if (runs.length >= MOST_RUNS) throw new Error('it runs without end');
      runs.push(clock.now() - began);
      mostAtOnce = Math.max(mostAtOnce, ++atOnce);
      try {
        return await run(runs.length);
      } finally {
        atOnce--;
      }
    },
    { clock, log, failure: FAILURE },
  );
  return { clock, log, looper, runs, mostAtOnce: () => mostAtOnce };
};

/** Runs that end one by one when the test calls `open`. */
export const gate = () => {
  const opens: (() => void)[] = [];
  return {
    pass: () => new Promise<undefined>((resolve) => opens.push(() => resolve(undefined))),
    open: () => opens.shift()?.(),
  };
};
