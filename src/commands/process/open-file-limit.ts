import { readFileSync } from 'node:fs';

/**
 * How many files and connections this process may have open at once: the soft limit, which Node raises to the hard one
 * at its start. Undefined if there is no limit, or if it can't be read (only Linux has it in /proc, proc(5)).
 */
export const openFileLimit = (): number | undefined => {
  try {
    const [, soft] = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
    return soft === undefined ? undefined : Number(soft);
  } catch {
    return undefined;
  }
};
