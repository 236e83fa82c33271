import { setTimeout as wait } from 'node:timers/promises';
import type { History } from '../test/chaos/history.ts';
import { fallsIn } from '../test/chaos/laws.ts';
import { planOf } from '../test/chaos/plan.ts';
import { describeFalls } from '../test/chaos/report.ts';
import { run } from '../test/chaos/run.ts';
import { readFlags, wholeNumber } from './lib/read-flags.ts';

const USAGE = `Usage: scripts/chaos [--seed N] [--runs N] [--minutes N] [--parallel N]
Runs a real gateway under two half faults at a time, then checks laws against the carriers' own logs.
  --seed      of the first run; the same seed makes the same plan
  --runs      how many runs (12, or with --minutes as many as there is time for)
  --parallel  how many at a time (4)
`;
const { seed, runs, minutes, parallel } = readFlags(
  USAGE,
  {
    options: {
      seed: { type: 'string' },
      runs: { type: 'string' },
      minutes: { type: 'string' },
      parallel: { type: 'string', default: '4' },
    },
  },
  ({ values }) => {
    const unbounded = values.minutes === undefined ? 12 : Number.POSITIVE_INFINITY;
    return {
      seed: values.seed === undefined ? Date.now() % 1_000_000 : wholeNumber('seed', values.seed, 0),
      runs: values.runs === undefined ? unbounded : wholeNumber('runs', values.runs, 1),
      minutes:
        values.minutes === undefined ? Number.POSITIVE_INFINITY : wholeNumber('minutes', values.minutes, 1),
      parallel: wholeNumber('parallel', values.parallel, 1),
    };
  },
);
const endsAt = Date.now() + minutes * 60_000;
const fallen = new Map<string, number[]>();
let next = seed;
let done = 0;

/** The most that a run may take, ms: a run that is stuck counts as broken. */
const RUN_MS = 240_000;

const stuck = async (): Promise<never> => {
  await wait(RUN_MS, undefined, { ref: false });
  throw new Error(`it is not over after ${RUN_MS / 1000} s`);
};

const fell = (law: string, of: number): void => void fallen.set(law, [...(fallen.get(law) ?? []), of]);

const worker = async (): Promise<void> => {
  while (next < seed + runs && Date.now() < endsAt) {
    const plan = planOf(next++);
    const began = performance.now();
    done++;
    let history: History;
    try {
      history = await Promise.race([run(plan), stuck()]);
    } catch (error) {
      process.stdout.write(`seed ${plan.seed}: ${plan.faults.join(' and ')} failed: ${String(error)}\n`);
      fell('a run comes to its end', plan.seed);
      continue;
    }
    const falls = fallsIn(history);
    const took = `${((performance.now() - began) / 1000).toFixed(1)} s`;
    const what = `seed ${plan.seed}: ${plan.faults.join(' and ')}, ${history.stories.length} messages, ${took}`;
    if (falls.length === 0) process.stdout.write(`${what}: all laws hold\n`);
    else process.stdout.write(`${what}: laws broken: ${falls.length}\n${describeFalls(history, falls)}\n`);
    for (const law of new Set(falls.map(({ law }) => law))) fell(law, plan.seed);
  }
};

await Promise.all(Array.from({ length: parallel }, worker));
process.stdout.write(`${done} runs, from seed ${seed}\n`);
for (const [law, seeds] of fallen) process.stdout.write(`broken: ${law}: seeds ${seeds.join(', ')}\n`);
// A stuck run still has open sockets, so the process must be ended; its gateway ends with it.
process.exit(fallen.size === 0 ? 0 : 1);
