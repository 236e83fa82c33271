import { type ExecFileException, execFile, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { NAME, scanSuiteLog } from '../test/support/log/scan-suite.ts';
import { SUITE_LOG } from '../test/support/log/suite-log.ts';

interface Assertion {
  readonly status: string;
  readonly fullName: string;
  readonly failureMessages: readonly string[];
}

interface Report {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly Assertion[];
  }[];
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTotalTests: number;
  readonly success: boolean;
}

/** Each check counts as one test; the others run even if one fails. */
const allChecks = [
  ['lint and format', 'biome', ['check', '.']],
  ['types', 'tsc', ['--noEmit']],
  ['types of the console', 'tsc', ['--noEmit', '-p', 'src/console']],
  ['dead code', 'knip', []],
] as const;
/** What they check is the same on every database. */
const checks = process.env['TOCSIN_TEST_STORE'] === undefined ? allChecks : [];

/** `scripts/test-postgres` runs the tests of PostgreSQL, unless somebody names files. */
const without = process.argv.length > 2 ? {} : { TOCSIN_TEST_WITHOUT: 'postgres' };

let passed = 0;
let failed = 0;
/** Printed again at the end, since the failures have scrolled away by then. */
const failures: string[] = [];

/** The file and name of each failed test, and why it failed. A file that can't be loaded has no tests. */
const failuresOf = ({ testResults }: Report): readonly string[] =>
  testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = relative('.', name);
    const tests = assertionResults.filter((one) => one.status === 'failed');
    if (tests.length === 0 && status === 'failed') return [`${file}: ${firstLines(message)}`];
    return tests.map(
      ({ fullName, failureMessages }) => `${file}: ${fullName}\n  ${firstLines(failureMessages[0] ?? '')}`,
    );
  });

const firstLines = (text: string): string => text.split('\n').slice(0, 3).join('\n  ').slice(0, 1000);

/** A check that cannot be run, or that a signal ends, says nothing itself. */
const whyUnsaid = (error: ExecFileException | null): string =>
  error !== null && typeof error.code !== 'number' ? `${error.message}\n` : '';

/** What a check printed, and whether it passed. */
const checked = (command: string, args: readonly string[]) =>
  new Promise<{ readonly isOk: boolean; readonly said: string }>((resolve) => {
    execFile(command, args, { encoding: 'utf8', maxBuffer: 1 << 26 }, (error, stdout, stderr) =>
      resolve({ isOk: error === null, said: stdout + stderr + whyUnsaid(error) }),
    );
  });

// Most of them use one core only, so they run at the same time.
const begun = checks.map(([name, command, args]) => ({ name, command, args, done: checked(command, args) }));
for (const { name, command, args, done } of begun) {
  process.stdout.write(`${name}: ${[command, ...args].join(' ')}\n`);
  const { isOk, said } = await done;
  process.stdout.write(said);
  if (isOk) passed++;
  else {
    failed++;
    failures.push(name);
  }
}

const folder = mkdtempSync(join(tmpdir(), 'tocsin-test-'));
const reportFile = join(folder, 'report.json');
const logFolder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'tocsin-log-'));
try {
  const args = [
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${reportFile}`,
    ...process.argv.slice(2),
  ];
  const { status } = spawnSync('vitest', args, {
    stdio: 'inherit',
    env: { ...process.env, ...without, [SUITE_LOG]: logFolder },
  });
  const report = JSON.parse(readFileSync(reportFile, 'utf8')) as Report;
  passed += report.numPassedTests;
  failed += report.numFailedTests;
  failures.push(...failuresOf(report));
  // A test file that can't be loaded, or an error outside a test, is a failure though no test failed.
  if (status !== 0 && report.numFailedTests === 0) {
    failed++;
    failures.push('an error outside a test, or a file that cannot be loaded');
  }
  const { lines, leaks } = scanSuiteLog(logFolder);
  process.stdout.write(`${NAME}: ${lines} lines, ${leaks.length} leaks\n${leaks.slice(0, 50).join('\n')}\n`);
  if (leaks.length === 0) passed++;
  else {
    failed++;
    failures.push(NAME);
  }
} catch (error) {
  process.stderr.write(
    `the tests left no report: ${error instanceof Error ? error.message : String(error)}\n`,
  );
  failed++;
} finally {
  for (const one of [folder, logFolder]) rmSync(one, { recursive: true, force: true });
}

if (failures.length > 0)
  process.stdout.write(`failed, see above:\n${failures.map((one) => `- ${one}\n`).join('')}`);
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;
