import { defineConfig } from 'vitest/config';

const project = (name: string, timeoutMs: number) => ({
  test: {
    name,
    include: [`test/${name}/**/*.test.ts`],
    testTimeout: timeoutMs,
    hookTimeout: timeoutMs,
    setupFiles: ['memory', 'compile-cache', 'cheap-parts', 'suite-log'].map(
      (what) => `test/support/use-${what}.ts`,
    ),
  },
});

export default defineConfig({
  test: {
    // For two cores: more workers would only make real sockets and child processes wait for each other.
    maxWorkers: 2,
    globalSetup: ['test/support/compile-cache.ts', 'test/support/scan-suite-log.ts'],
    projects: [
      project('unit', 20_000),
      project('integration', 60_000),
      project('architecture', 20_000),
      project('chaos', 240_000),
    ],
  },
});
