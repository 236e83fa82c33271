import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTotalTests: number;
  readonly success: boolean;
}

/** Each check counts as one test; the others run even if one fails. */
const checks = [
  ['lint and format', 'biome', ['check', '.']],
  ['types', 'tsc', ['--noEmit']],
  ['dead code', 'knip', []],
] as const;

let passed = 0;
let failed = 0;
/** Printed again at the end, since the first failures have scrolled away by then. */
const failedChecks: string[] = [];

for (const [name, command, args] of checks) {
  process.stdout.write(`${name}: ${[command, ...args].join(' ')}\n`);
  const { status } = spawnSync(command, args, { stdio: 'inherit' });
  if (status === 0) passed++;
  else {
    failed++;
    failedChecks.push(name);
  }
}

const folder = mkdtempSync(join(tmpdir(), 'tocsin-test-'));
const reportFile = join(folder, 'report.json');
try {
  const args = [
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${reportFile}`,
    ...process.argv.slice(2),
  ];
  const { status } = spawnSync('vitest', args, { stdio: 'inherit' });
  const report = JSON.parse(readFileSync(reportFile, 'utf8')) as Report;
  passed += report.numPassedTests;
  failed += report.numFailedTests;
  // A test file that can't be loaded, or an error outside a test, is a failure though no test failed.
  if (status !== 0 && report.numFailedTests === 0) failed++;
} catch (error) {
  process.stderr.write(
    `the tests left no report: ${error instanceof Error ? error.message : String(error)}\n`,
  );
  failed++;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

if (failedChecks.length > 0) process.stdout.write(`failed, see above: ${failedChecks.join(', ')}\n`);
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;
