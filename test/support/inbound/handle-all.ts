import type { Store } from '../../../src/store/store.ts';
import { T0 } from '../store/messages.ts';

/** Handles all messages from phones that wait, as texts for the inbox. */
export const handleAll = async (store: Pick<Store, 'unhandled' | 'handleInbound'>): Promise<void> => {
  const waiting = await store.unhandled(100);
  const handled = waiting.map(({ id, text, at }) => ({
    inboxId: id,
    number: undefined,
    text,
    at,
    effect: { kind: 'inbox' } as const,
    reply: undefined,
  }));
  await store.handleInbound(
    handled,
    { repliesPerHour: 5, repliesPerHourInAll: 100, pageAgainMs: 300_000 },
    T0,
  );
};
