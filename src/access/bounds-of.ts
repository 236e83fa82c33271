import type { FoundToken, TokenStore } from '../domain/access/token.ts';
import type { Bounds } from '../domain/access/token-limits.ts';
import type { Clock } from '../kernel/clock.ts';

/** What bounds the requests with a token; the store counts its messages. */
export const boundsOf = (
  store: Pick<TokenStore, 'takeMessages'>,
  clock: Clock,
  { id, limits: { sending, addresses } }: Pick<FoundToken, 'id' | 'limits'>,
): Bounds => {
  if (sending === undefined) return { addresses };
  const take = (messages: number) => store.takeMessages(id, sending, messages, clock.now());
  return { addresses, sending: { limits: sending, take } };
};
