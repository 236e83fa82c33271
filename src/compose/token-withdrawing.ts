import { TokenWithdrawing } from '../access/token-withdrawing.ts';
import type { Dispatcher } from '../dispatch/dispatcher.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Log } from '../kernel/log.ts';
import type { Store } from '../store/store.ts';
import { WITHOUT_BELL_MS } from './due-bell.ts';

/** Withdraws what revoked tokens have in the queue. */
export const composeTokenWithdrawing = (
  dispatcher: Dispatcher,
  basics: { readonly store: Store; readonly clock: Clock; readonly log: Log },
): TokenWithdrawing =>
  new TokenWithdrawing({
    ...basics,
    restMs: WITHOUT_BELL_MS,
    ended: ({ lane, priority, messages }) => dispatcher.queued(lane, priority, -messages, basics.clock.now()),
  });
