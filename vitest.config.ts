import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const SETUP = ['memory', 'umask', 'compile-cache', 'cheap-parts', 'suite-log'];

interface Workers {
  /** For two cores: many tests wait for sockets, child processes and the clock, and leave the cores to others. */
  readonly maxWorkers: number;
  /** Projects of one order run together, after those of a lower one. */
  readonly order: number;
}

/** Each statement of a store then waits for an answer of a tenth of a millisecond or more. */
const ON_POSTGRES = process.env['TOCSIN_TEST_STORE'] === 'postgres';

/** The tests of PostgreSQL alone, where a script runs them by themselves. */
const ELSEWHERE =
  process.env['TOCSIN_TEST_WITHOUT'] === 'postgres' ? ['**/postgres/**', '**/*postgres*'] : [];

/** A file that needs a process of its own, since it measures time, or what a fresh process does. */
const ALONE = '.alone.test.ts';

/** @param timeoutMs after which a test hangs for sure, also on a machine that does much else */
const project = (name: string, timeoutMs: number, { maxWorkers, order }: Workers) => ({
  test: {
    name,
    // The files of a process share their modules: to load them anew for each file took a third of all time.
    isolate: false,
    maxWorkers,
    sequence: { groupOrder: order },
    include: [`test/${name}/**/*.test.ts`],
    exclude: [`**/*${ALONE}`, ...ELSEWHERE],
    testTimeout: timeoutMs,
    hookTimeout: timeoutMs,
    // What is polled for is awaited; a test that must be quick measures the time itself.
    expect: { poll: { timeout: 30_000 } },
    setupFiles: SETUP.map((what) => `test/support/use-${what}.ts`),
  },
});

/**
 * Small files that take long. Without results of an earlier run Vitest begins with the large ones; these, begun last,
 * would leave a core idle.
 */
const LONG = [/console\/every-page\//, /kill-at-each-commit/, /http-fuzz/, /kill-nine/];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification): boolean => LONG.some((one) => one.test(moduleId));
    const byProject = Map.groupBy(await super.sort(files), ({ project }) => project.name);
    return [...byProject.values()].flatMap((all) => [
      ...all.filter(isLong),
      ...all.filter((one) => !isLong(one)),
    ]);
  }
}

/** Nothing else runs beside what measures time. */
const BY_ITSELF: Workers = { maxWorkers: 1, order: 0 };
/** Three workers left a quarter of the time of two cores unused, since these tests wait for processes. */
const MOST_WAIT: Workers = { maxWorkers: 4, order: 1 };
/** These compute, and wait for little. */
const FEW_WAIT: Workers = { maxWorkers: 3, order: 2 };
/** Browsers need the cores, and would disturb what others measure. */
const BROWSERS: Workers = { maxWorkers: 3, order: 3 };

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    globalSetup: [
      'test/support/build-console.ts',
      'test/support/compile-cache.ts',
      'test/support/postgres/server.ts',
      'test/support/scan-suite-log.ts',
    ],
    projects: [
      {
        test: {
          ...project('alone', 60_000, BY_ITSELF).test,
          isolate: true,
          include: [`test/**/*${ALONE}`],
          exclude: [],
        },
      },
      project('unit', ON_POSTGRES ? 180_000 : 60_000, FEW_WAIT),
      project('integration', 120_000, MOST_WAIT),
      project('architecture', 60_000, MOST_WAIT),
      project('chaos', 240_000, MOST_WAIT),
      project('storm', 120_000, FEW_WAIT),
      project('console', 120_000, BROWSERS),
    ],
  },
});
