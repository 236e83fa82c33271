import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { MUTANTS } from '../../../test/storm/mutants/mutants.ts';

/** Preloaded with `--import`: the process runs with the mutant of this name in place of the file as it is. */
const name = process.env['TOCSIN_MUTANT'];
const mutant = MUTANTS.find((one) => one.name === name);
if (mutant === undefined) throw new Error(`there is no mutant "${name}"`);
const { file, from, to } = mutant;
const url = pathToFileURL(resolve(file)).href;

registerHooks({
  load: (asked, context, nextLoad) => {
    if (asked !== url) return nextLoad(asked, context);
    const [before, after, ...more] = readFileSync(file, 'utf8').split(from);
    if (before === undefined || after === undefined || more.length > 0)
      throw new Error(`${file} has not exactly once: ${from}`);
    return { format: 'module-typescript', source: before + to + after, shortCircuit: true };
  },
});
