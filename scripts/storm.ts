import { parseArgs } from 'node:util';
import type { Fall } from '../test/chaos/law.ts';
import { ACTS } from '../test/storm/acts/acts.ts';
import { describeRun } from '../test/storm/describe.ts';
import { KINDS } from '../test/storm/faults/world-faults.ts';
import { type StormPlan, stormPlanOf } from '../test/storm/plan.ts';
import { runStorm } from '../test/storm/run-storm.ts';
import { optionsOf as flagsOf, planCutTo, readCut } from '../test/storm/shrink/cut.ts';
import { shrink } from '../test/storm/shrink/shrink.ts';
import { onStore } from './lib/storm/on-store.ts';

const usage =
  'usage: scripts/storm [--seed N] [--runs N] [--minutes M] [--stretch N] [--first] [--with ACT|FAULT] [--store sqlite|postgres] [--shrink] [--keep LIST=N,N]\n';
const MINUTE_MS = 60_000;
const MOST_SHRINKING_RUNS = 150;

/** A run that doesn't end breaks a law too. */
const fallsOf = async (plan: StormPlan): Promise<readonly Pick<Fall, 'law'>[]> =>
  runStorm(plan).then(
    ({ falls }) => falls,
    () => [{ law: 'each run ends' }],
  );

/** @throws Error if it is no whole number of at least `least` */
const wholeNumber = (name: string, text: string, least: number): number => {
  const value = Number(text);
  if (!/^\d{1,9}$/.test(text) || value < least)
    throw new Error(`--${name} is a whole number from ${least} to 999999999, not ${text}`);
  return value;
};

const CHOICES = new Set<string>([...Object.keys(ACTS), ...KINDS]);

/** @throws Error if there is no such act and no such fault of the machine */
const knownChoice = (name: string): string => {
  if (!CHOICES.has(name)) throw new Error(`--with is one of ${[...CHOICES].join(', ')}, not ${name}`);
  return name;
};

/** Whether the world has this act, or this fault of the machine. */
const hasChosen = ({ acts, worldFaults }: StormPlan, choice: string): boolean =>
  acts.includes(choice) || worldFaults.some(({ kind }) => kind === choice);

const optionsOf = (args: readonly string[]) => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: { type: 'string' },
      runs: { type: 'string' },
      minutes: { type: 'string' },
      stretch: { type: 'string' },
      first: { type: 'boolean', default: false },
      with: { type: 'string' },
      store: { type: 'string', default: 'sqlite' },
      shrink: { type: 'boolean', default: false },
      keep: { type: 'string', multiple: true, default: [] },
    },
  });
  // The places that --keep names are those of the whole plan.
  if (values.shrink && values.keep.length > 0)
    throw new Error('--shrink begins with the whole plan, so not with --keep');
  const runs = values.runs ?? (values.minutes === undefined ? '20' : '999999999');
  return {
    seed: wholeNumber('seed', values.seed ?? '1', 0),
    runs: wholeNumber('runs', runs, 1),
    stretch: values.stretch === undefined ? undefined : wholeNumber('stretch', values.stretch, 1),
    first: values.first,
    choice: values.with === undefined ? undefined : knownChoice(values.with),
    store: values.store,
    shrinks: values.shrink,
    cut: readCut(values.keep),
    minutes: values.minutes === undefined ? undefined : wholeNumber('minutes', values.minutes, 1),
  };
};

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
}: ReturnType<typeof optionsOf>): Promise<number> => {
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
      `seed ${present}: ${error.stack}\nonce more: ${commandOf(present)}${flagsOf(cut)}\n`,
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
    process.stdout.write(`once more: ${commandOf(next)}${flagsOf(cut)}\n`);
    if (shrinks) {
      const smaller = await shrink(plan, fallsOf, MOST_SHRINKING_RUNS);
      process.stdout.write(`smaller: ${commandOf(next)}${flagsOf(smaller)}\n`);
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

try {
  const options = optionsOf(process.argv.slice(2));
  process.exitCode = await onStore(options.store, () => storm(options));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
  process.exitCode = 2;
}
