import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const run = promisify(execFile);
const url = (path: string): string => new URL(`../../../../src/${path}`, import.meta.url).href;

/** Imports a module in a process of its own, and says what of OpenTelemetry is loaded by that, besides the API, which prom-client loads. */
const loadedBy = async (path: string): Promise<readonly string[]> => {
  const program = `
    import { registerHooks } from 'node:module';
    const seen = new Set();
    registerHooks({
      load: (url, context, next) => {
        if (url.includes('/@opentelemetry/') && !url.includes('/@opentelemetry/api/')) seen.add(url);
        return next(url, context);
      },
    });
    await import(${JSON.stringify(url(path))});
    console.log(JSON.stringify([...seen]));`;
  const cwd = fileURLToPath(new URL('../../../../', import.meta.url));
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', program], { cwd });
  return JSON.parse(stdout) as readonly string[];
};

test('a gateway without traces loads nothing of the SDK of OpenTelemetry', async () => {
  expect(await loadedBy('app.ts')).toEqual([]);
  expect((await loadedBy('ops/traces/otlp-export.ts')).length).toBeGreaterThan(5);
});
