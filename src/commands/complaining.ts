import { TocsinError } from '../kernel/errors.ts';

/**
 * Runs `work`. If it throws a `TocsinError`, prints its message on stderr.
 * @returns the exit code of `work`; 1 after a `TocsinError`
 */
export const complaining = async (work: () => Promise<number>): Promise<number> => {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof TocsinError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
};
