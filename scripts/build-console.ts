import { resolve } from 'node:path';
import { buildConsole, type Outcome } from './lib/console/build-console.ts';
import { readFlags } from './lib/read-flags.ts';

const NO_PACKAGES = 'the packages that build it are not installed: npm ci, without --omit=dev';
const TOLD: Readonly<Record<Outcome, string>> = {
  built: 'The console is built.',
  'was-built': '',
  old: `The console is older than its sources, and ${NO_PACKAGES}.`,
  missing: `The console is not built, and ${NO_PACKAGES}. The API works without it.`,
};

const USAGE = `Usage: node scripts/build-console.ts [--anew] [--to FOLDER]
Builds the console, if it is older than its sources.
  --anew  builds it in any case
`;
const { anew, to } = readFlags(
  USAGE,
  { options: { anew: { type: 'boolean', default: false }, to: { type: 'string' } } },
  ({ values }) => values,
);
const told = TOLD[await buildConsole({ anew, ...(to !== undefined && { to: resolve(to) }) })];
if (told !== '') process.stderr.write(`${told}\n`);
