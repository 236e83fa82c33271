import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { MUTANTS } from '../test/storm/mutants/mutants.ts';

const usage = 'usage: scripts/storm-mutants [--seed N] [--runs N] [--only TEXT]\n';

/** What the storm says of a gateway without this rule: the first seed that finds it, and the law that it breaks. */
const found = (
  name: string,
  seed: string,
  runs: string,
): { readonly seed: string; readonly law: string } | undefined => {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [
      '--import',
      './scripts/lib/storm/mutate.ts',
      'scripts/storm.ts',
      '--seed',
      seed,
      '--runs',
      runs,
      '--first',
    ],
    { encoding: 'utf8', env: { ...process.env, TOCSIN_MUTANT: name }, maxBuffer: 1 << 28 },
  );
  if (status === 0) return undefined;
  const [, by] = /^once more: scripts\/storm --seed (\d+)/m.exec(stdout) ?? [];
  if (status !== 1 || by === undefined) throw new Error(`${name}: ${stderr || stdout}`);
  const [, law] = /BROKEN \d+ times: (.*)/.exec(stdout) ?? /^seed \d+: (.*)/m.exec(stdout) ?? [];
  return { seed: by, law: law ?? 'it did not end' };
};

const run = (args: readonly string[]): number => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: { type: 'string', default: '1' },
      runs: { type: 'string', default: '1000' },
      only: { type: 'string', default: '' },
    },
  });
  const chosen = MUTANTS.filter(({ name }) => name.includes(values.only));
  if (chosen.length === 0) throw new Error(`no mutant has "${values.only}" in its name`);
  process.stdout.write('| rule that is taken out | first seed | law that breaks |\n| --- | --- | --- |\n');
  let survivors = 0;
  for (const { name } of chosen) {
    const by = found(name, values.seed, values.runs);
    if (by === undefined) survivors++;
    process.stdout.write(`| ${name} | ${by?.seed ?? `none of ${values.runs}`} | ${by?.law ?? ''} |\n`);
  }
  process.stdout.write(`${chosen.length - survivors} found, ${survivors} not found\n`);
  return survivors === 0 ? 0 : 1;
};

try {
  process.exitCode = run(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
  process.exitCode = 2;
}
