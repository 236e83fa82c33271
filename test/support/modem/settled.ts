import type { Outcome } from '../../../src/domain/messages/outcome.ts';

/** The outcome, if it has come; fails the test if it hasn't. */
export const settled = async (outcome: Promise<Outcome>): Promise<Outcome> =>
  Promise.race([
    outcome,
    new Promise<never>((_, reject) => setImmediate(() => reject(new Error('no outcome')))),
  ]);
