import type { NewMessage } from '../../../src/domain/messages/message.ts';
import type { Claimed } from '../../../src/domain/messages/queue.ts';
import { accepted, claimedOf } from './messages.ts';
import { freshRef, sharedStore } from './shared-store.ts';

/** A store that all tests of a file share, with what tests of receipts do to it. */
export const sharedStoreWithReceipts = () => {
  const disk = sharedStore();
  return {
    disk,
    stateOf: async ({ id }: Pick<Claimed, 'id'>) => (await disk.store.get(id))?.state,
    /** A message of which carrier-a took every part; its references in the order of the parts. */
    sent: async (own: Partial<NewMessage> = {}, refsGiven?: readonly string[]) => {
      const message = await claimedOf(disk.store, own);
      const given = refsGiven ?? Array.from({ length: message.parts }, freshRef);
      await disk.store.settle(
        given.map((ref, index) =>
          accepted(message, ref, { part: index + 1, whole: index + 1 === message.parts }),
        ),
      );
      return { ...message, refs: given, ref: given[0] ?? '' };
    },
    /** The kept receipts that name this reference and fit no message, or more than one. */
    unmatched: async (ref: string) => {
      const { items } = await disk.store.unmatchedReceipts({ limit: 1000, cursor: undefined });
      return items.filter((one) => one.ref === ref);
    },
  };
};
