import { execFile } from 'node:child_process';
import type { Mutant } from '../test/storm/mutants/mutant.ts';
import { MUTANTS } from '../test/storm/mutants/mutants.ts';
import { oneOf, readFlags, wholeNumber } from './lib/read-flags.ts';
import { onStore, STORES, type StoreName } from './lib/storm/on-store.ts';

const USAGE = `Usage: scripts/storm-mutants [--seed N] [--runs N] [--only TEXT] [--jobs N] [--store sqlite|postgres]
Takes one rule after another out of the gateway, and tells which seed of the storm finds that it is gone.
  --only  the rules with this text in their names
  --jobs  how many at a time (1)
`;

interface Find {
  readonly seed: string;
  /** The law that breaks. */
  readonly law: string;
}

/** What the storm says of a gateway without this rule: the first seed that finds it. */
const found = async (
  { name, act }: Mutant,
  seed: number,
  runs: number,
  store: StoreName,
): Promise<Find | undefined> => {
  const options = ['--seed', String(seed), '--runs', String(runs), '--store', store, '--first'];
  if (act !== undefined) options.push('--with', act);
  const { status, stdout, stderr } = await stormWithout(name, options);
  if (status === 0) return undefined;
  const [, by] = /^once more: scripts\/storm --seed (\d+)/m.exec(stdout) ?? [];
  if (status !== 1 || by === undefined) throw new Error(`${name}: ${stderr || stdout}`);
  const [, law] = /BROKEN \d+ times: (.*)/.exec(stdout) ?? /^seed \d+: (.*)/m.exec(stdout) ?? [];
  return { seed: by, law: law ?? 'it did not end' };
};

const stormWithout = (name: string, options: readonly string[]) =>
  new Promise<{ status: number; stdout: string; stderr: string }>((resolve) => {
    const child = execFile(
      process.execPath,
      ['--import', './scripts/lib/storm/mutate.ts', 'scripts/storm.ts', ...options],
      { encoding: 'utf8', env: { ...process.env, TOCSIN_MUTANT: name }, maxBuffer: 1 << 28 },
      (_error, stdout, stderr) => resolve({ status: child.exitCode ?? -1, stdout, stderr }),
    );
  });

const { seed, runs, chosen, store, jobs } = readFlags(
  USAGE,
  {
    options: {
      seed: { type: 'string', default: '1' },
      runs: { type: 'string', default: '1000' },
      only: { type: 'string', default: '' },
      jobs: { type: 'string', default: '1' },
      store: { type: 'string', default: 'sqlite' },
    },
  },
  ({ values }) => {
    const ofStore = oneOf('store', values.store, STORES);
    const chosen = MUTANTS.filter(
      (one) => one.name.includes(values.only) && (one.store === undefined || one.store === ofStore),
    );
    if (chosen.length === 0) throw new Error(`no mutant of this store has "${values.only}" in its name`);
    return {
      chosen,
      seed: wholeNumber('seed', values.seed, 0),
      runs: wholeNumber('runs', values.runs, 1),
      jobs: wholeNumber('jobs', values.jobs, 1, 99),
      store: ofStore,
    };
  },
);

const run = async (): Promise<number> => {
  process.stdout.write('| rule that is taken out | first seed | law that breaks |\n| --- | --- | --- |\n');
  let survivors = 0;
  const waiting = chosen.values();
  const work = async (): Promise<void> => {
    for (const mutant of waiting) {
      const { name } = mutant;
      const by = await found(mutant, seed, runs, store);
      if (by === undefined) survivors++;
      process.stdout.write(`| ${name} | ${by?.seed ?? `none of ${runs}`} | ${by?.law ?? ''} |\n`);
    }
  };
  // All of them use one server.
  await onStore(store, () => Promise.all(Array.from({ length: jobs }, work)));
  process.stdout.write(`${chosen.length - survivors} found, ${survivors} not found\n`);
  return survivors === 0 ? 0 : 1;
};

process.exitCode = await run();
