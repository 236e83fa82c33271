import { readFileSync } from 'node:fs';

/**
 * How many files and connections this process may have open at once: the soft limit, which Node raises to the hard one
 * when it starts. Undefined where there is none, or where the system doesn't tell (only Linux does, proc(5)).
 */
export const openFileLimit = (): number | undefined => {
  try {
    const [, soft] = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
    return soft === undefined ? undefined : Number(soft);
  } catch {
    return undefined;
  }
};
