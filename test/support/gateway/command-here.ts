import { vi } from 'vitest';
import { runCommandLine } from '../../../src/commands/command-line.ts';
import { noteLine } from '../log/suite-log.ts';
import type { Ended } from './run-command.ts';

/**
 * Runs a command in this process, where a process of its own would prove nothing more, and would take a second. It
 * isn't for commands that end their process, nor for two at a time: what both print would mix.
 */
export const commandHere = async (...args: readonly string[]): Promise<Ended> => {
  const said = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((stream) =>
    vi.spyOn(process[stream], 'write').mockImplementation((text) => {
      said[stream] += String(text);
      if (stream === 'stderr') noteLine(String(text).trimEnd());
      return true;
    }),
  );
  try {
    return { code: await runCommandLine(args), ...said };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
};
