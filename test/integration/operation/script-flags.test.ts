import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

/** These take no flags, or give them all to another program. */
const WITHOUT = ['coverage.ts', 'fuzz-smpp.ts', 'modem-fairness.ts', 'test.ts'];
const scripts = readdirSync('scripts').filter((name) => name.endsWith('.ts') && !WITHOUT.includes(name));

const run = (script: string, ...flags: readonly string[]) =>
  new Promise<{ readonly code: number; readonly out: string; readonly error: string }>((resolve) => {
    const child = execFile(process.execPath, [`scripts/${script}`, ...flags], (_failed, out, error) =>
      resolve({ code: child.exitCode ?? -1, out, error }),
    );
  });

describe.each(scripts)('scripts/%s', (script) => {
  test('names a flag that it does not know above its usage, and ends with 2', async () => {
    const { code, out, error } = await run(script, '--hepl');
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(error).toMatch(/^Unknown option '--hepl'.*\n\nUsage: /);
  });
});

describe('a script', () => {
  test('says with --help what it takes, and ends with 0', async () => {
    const { code, out, error } = await run('bench.ts', '--help');
    expect({ code, error }).toEqual({ code: 0, error: '' });
    expect(out).toMatch(/^Usage: /);
  });

  test.each([
    ['bench.ts', ['--runs', 'many'], '--runs is a whole number from 1 to 999999999, not many'],
    ['nodes.ts', ['--nodes', '0'], '--nodes is a whole number from 1 to 999999999, not 0'],
    ['storm-mutants.ts', ['--jobs', '100'], '--jobs is a whole number from 1 to 99, not 100'],
    ['storm.ts', ['--store', 'oracle'], '--store is one of sqlite, postgres, not oracle'],
    ['simulate.ts', [], 'one scenario is needed'],
  ])('says what is wrong with a value before it begins: %s %j', async (script, flags, said) => {
    const { code, error } = await run(script, ...flags);
    expect(code).toBe(2);
    expect(error.split('\n')[0]).toBe(said);
  });
});
