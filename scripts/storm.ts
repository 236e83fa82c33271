import type { Fall } from '../test/chaos/law.ts';
import { ACTS } from '../test/storm/acts/acts.ts';
import { describeRun } from '../test/storm/describe.ts';
import { KINDS } from '../test/storm/faults/world-faults.ts';
import { type StormPlan, stormPlanOf } from '../test/storm/plan.ts';
import { runStorm } from '../test/storm/run-storm.ts';
import { optionsOf, planCutTo, readCut } from '../test/storm/shrink/cut.ts';
import { shrink } from '../test/storm/shrink/shrink.ts';
import { oneOf, readFlags, wholeNumber } from './lib/read-flags.ts';
import { onStore, STORES } from './lib/storm/on-store.ts';

const USAGE = `Usage: scripts/storm [--seed N] [--runs N] [--minutes N] [--stretch N] [--first] [--with ACT|FAULT]
                     [--store sqlite|postgres] [--shrink] [--keep LIST=N,N]
Runs worlds of carriers, modems and officers on a virtual clock, each under faults that its seed chooses.
`;
const MINUTE_MS = 60_000;
const MOST_SHRINKING_RUNS = 150;

/** A run that doesn't end breaks a law too. */
const fallsOf = async (plan: StormPlan): Promise<readonly Pick<Fall, 'law'>[]> =>
  runStorm(plan).then(
    ({ falls }) => falls,
    () => [{ law: 'each run ends' }],
  );

const CHOICES = [...Object.keys(ACTS), ...KINDS];

/** Whether the world has this act, or this fault of the machine. */
const hasChosen = ({ acts, worldFaults }: StormPlan, choice: string): boolean =>
  acts.includes(choice) || worldFaults.some(({ kind }) => kind === choice);

const options = readFlags(
  USAGE,
  {
    options: {
      seed: { type: 'string', default: '1' },
      runs: { type: 'string' },
      minutes: { type: 'string' },
      stretch: { type: 'string' },
      first: { type: 'boolean', default: false },
      with: { type: 'string' },
      store: { type: 'string', default: 'sqlite' },
      shrink: { type: 'boolean', default: false },
      keep: { type: 'string', multiple: true, default: [] },
    },
  },
  ({ values }) => {
    // The places that --keep names are those of the whole plan.
    if (values.shrink && values.keep.length > 0)
      throw new Error('--shrink begins with the whole plan, so not with --keep');
    const runs = values.runs ?? (values.minutes === undefined ? '20' : '999999999');
    return {
      seed: wholeNumber('seed', values.seed, 0),
      runs: wholeNumber('runs', runs, 1),
      stretch: values.stretch === undefined ? undefined : wholeNumber('stretch', values.stretch, 1),
      first: values.first,
      choice: values.with === undefined ? undefined : oneOf('with', values.with, CHOICES),
      store: oneOf('store', values.store, STORES),
      shrinks: values.shrink,
      cut: readCut(values.keep),
      minutes: values.minutes === undefined ? undefined : wholeNumber('minutes', values.minutes, 1),
    };
  },
);

const storm = async ({
  seed,
  runs,
  minutes,
  stretch,
  first,
  choice,
  store,
  shrinks,
  cut,
}: typeof options): Promise<number> => {
  const begun = performance.now();
  const broken: number[] = [];
  const isOver = (): boolean =>
    (minutes !== undefined && performance.now() - begun > minutes * MINUTE_MS) ||
    (first && broken.length > 0);
  const options = [
    stretch === undefined ? '' : ` --stretch ${stretch}`,
    store === 'sqlite' ? '' : ` --store ${store}`,
  ].join('');
  let [done, passedMs, events] = [0, 0, 0];
  let present = seed;
  const commandOf = (one: number): string => `scripts/storm --seed ${one} --runs 1${options}`;
  // An error that nobody catches would end a gateway too.
  process.once('uncaughtException', (error) => {
    process.stdout.write(
      `seed ${present}: ${error.stack}\nonce more: ${commandOf(present)}${optionsOf(cut)}\n`,
    );
    process.exit(1);
  });
  for (let next = seed; next < seed + runs && !isOver(); next++) {
    const plan = planCutTo(stormPlanOf(next, stretch), cut);
    if (choice !== undefined && !hasChosen(plan, choice)) continue;
    done++;
    present = next;
    try {
      const run = await runStorm(plan);
      passedMs += run.passedMs;
      events += run.events;
      if (run.falls.length === 0) continue;
      process.stdout.write(`seed ${next}: laws broken: ${run.falls.length}\n${describeRun(plan, run)}\n`);
    } catch (error) {
      process.stdout.write(`seed ${next}: ${error instanceof Error ? error.stack : String(error)}\n`);
    }
    broken.push(next);
    process.stdout.write(`once more: ${commandOf(next)}${optionsOf(cut)}\n`);
    if (shrinks) {
      const smaller = await shrink(plan, fallsOf, MOST_SHRINKING_RUNS);
      process.stdout.write(`smaller: ${commandOf(next)}${optionsOf(smaller)}\n`);
    }
  }
  if (done === 0) throw new Error(`no seed from ${seed} to ${seed + runs - 1} has a world with ${choice}`);
  const seconds = (performance.now() - begun) / 1000;
  const minutesPassed = passedMs / MINUTE_MS;
  process.stdout.write(
    `${done} seeds from ${seed}, ${broken.length} broken: ${minutesPassed.toFixed(1)} simulated minutes in ${seconds.toFixed(1)} s, ` +
      `${(minutesPassed / seconds).toFixed(2)} a second, ${Math.round(events / seconds)} events a second\n`,
  );
  return broken.length === 0 ? 0 : 1;
};

process.exitCode = await onStore(options.store, () => storm(options));
