import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';

const LEAST_PERCENT = 95;
const FOLDERS = ['src/protocols/smpp', 'src/routes/smpp', 'src/receipts', 'src/domain', 'src/kernel'];
const TESTS = [
  ...['protocols/smpp', 'routes/smpp', 'domain', 'kernel', 'receipts', 'people', 'alerts', 'notify'].map(
    (folder) => `test/unit/${folder}/`,
  ),
  'test/integration/smpp/',
];
const KINDS = ['lines', 'branches'] as const;

interface Count {
  readonly total: number;
  readonly covered: number;
}
type Summary = Readonly<Record<string, Readonly<Record<(typeof KINDS)[number], Count>>>>;

/** The coverage of all files below a folder together: a small file with one unreachable default is no gap. */
const percentOf = (summary: Summary, folder: string, kind: (typeof KINDS)[number]): number => {
  let total = 0;
  let covered = 0;
  for (const [file, counts] of Object.entries(summary)) {
    if (!relative('.', file).startsWith(`${folder}/`)) continue;
    total += counts[kind].total;
    covered += counts[kind].covered;
  }
  return total === 0 ? 0 : (100 * covered) / total;
};

const folder = mkdtempSync(join(tmpdir(), 'tocsin-coverage-'));
try {
  const { status } = spawnSync(
    'vitest',
    [
      'run',
      '--project=unit',
      '--project=integration',
      '--coverage',
      `--coverage.reportsDirectory=${folder}`,
      '--coverage.reporter=text',
      '--coverage.reporter=json-summary',
      ...FOLDERS.map((one) => `--coverage.include=${one}/**`),
      ...TESTS,
    ],
    { stdio: 'inherit' },
  );
  const summary = JSON.parse(readFileSync(join(folder, 'coverage-summary.json'), 'utf8')) as Summary;
  let short = status !== 0;
  for (const one of FOLDERS) {
    const percents = KINDS.map((kind) => ({ kind, percent: percentOf(summary, one, kind) }));
    short ||= percents.some(({ percent }) => percent < LEAST_PERCENT);
    const told = percents.map(({ kind, percent }) => `${percent.toFixed(1)} % of ${kind}`);
    process.stdout.write(`${one}: ${told.join(', ')}\n`);
  }
  process.exitCode = short ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
