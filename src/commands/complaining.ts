import { TocsinError } from '../kernel/errors.ts';

/** Does it, or says on stderr why it can't be done. @returns its exit code; 1 for what failed */
export const complaining = async (work: () => Promise<number>): Promise<number> => {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof TocsinError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
};
