import type { NewMessage } from '../../../src/domain/messages/message.ts';
import type { Claimed } from '../../../src/domain/messages/queue.ts';
import { acceptedLate, claimedOf, claimRequest, requeued, T0 } from './messages.ts';
import { freshRef, type sharedStore } from './shared-store.ts';

/** A message that is sent again, since its first attempt, at carrier-a, was not answered in time. */
export interface TwoAttempts {
  readonly first: Claimed;
  /** The ids that carrier-a gave to the parts of the first attempt, which its late answers name. */
  readonly given: readonly string[];
  readonly answer: () => Promise<void>;
}

/** Makes second attempts in a store that the tests of a file share. */
export const withTwoAttempts = (disk: Pick<ReturnType<typeof sharedStore>, 'store'>) => {
  const twoAttempts = async (own: Partial<NewMessage> = {}): Promise<TwoAttempts> => {
    const first = await claimedOf(disk.store, { onUncertain: 'resend', ...own });
    const given = Array.from({ length: first.parts }, freshRef);
    await disk.store.settle([requeued(first, { possibleDuplicate: true })]);
    const answer = () =>
      disk.store.settle(given.map((ref, index) => acceptedLate(first, ref, { part: index + 1 })));
    return { first, given, answer };
  };
  const claimBy = async ({ lane }: Claimed, route: string, now: number): Promise<Claimed> => {
    const { claimed } = await disk.store.claim(claimRequest(lane, { route, now }));
    const [only] = claimed;
    if (only === undefined) throw new Error('the next attempt was not claimed');
    return only;
  };
  return {
    twoAttempts,
    claimBy,
    /** Claims the second attempt for modem-1, then answers the first. */
    claimAgain: async ({ first, answer }: TwoAttempts): Promise<Claimed> => {
      const second = await claimBy(first, 'modem-1', T0 + 30_000);
      await answer();
      return second;
    },
  };
};
