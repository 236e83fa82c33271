import type { NewMessage } from '../domain/messages/message.ts';
import type { Msisdn } from '../domain/messages/msisdn.ts';
import type { OptOutRepository } from '../domain/people/opt-out.ts';

export type OptedOut = Pick<OptOutRepository, 'optedOut'>;

/**
 * Finds the numbers of these messages whose people said no. An opt-out that waits for review counts for all that is not
 * critical.
 */
export const saidNo = (
  { optedOut }: OptedOut,
  messages: readonly Pick<NewMessage, 'to' | 'priority'>[],
): Promise<readonly Msisdn[]> =>
  optedOut(
    messages.map(({ to }) => to),
    messages.filter(({ priority }) => priority !== 'critical').map(({ to }) => to),
  );
