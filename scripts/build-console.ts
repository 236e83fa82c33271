import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { buildConsole, type Outcome } from './lib/console/build-console.ts';

const NO_PACKAGES = 'the packages that build it are not installed: npm ci, without --omit=dev';
const TOLD: Readonly<Record<Outcome, string>> = {
  built: 'The console is built.',
  'was-built': '',
  old: `The console is older than its sources, and ${NO_PACKAGES}.`,
  missing: `The console is not built, and ${NO_PACKAGES}. The API works without it.`,
};

const { values } = parseArgs({
  options: { anew: { type: 'boolean', default: false }, to: { type: 'string' } },
});
const { anew, to } = values;
const told = TOLD[await buildConsole({ anew, ...(to !== undefined && { to: resolve(to) }) })];
if (told !== '') process.stderr.write(`${told}\n`);
