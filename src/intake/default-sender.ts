import type { Config } from '../config/schema.ts';
import type { Msisdn } from '../domain/messages/msisdn.ts';

/**
 * The configured sender of a message to this number: that of the first prefix that matches, otherwise the general one.
 */
export const defaultSender = (
  { sender, senders }: Pick<Config, 'sender' | 'senders'>,
  to: Msisdn | undefined,
): string | undefined => {
  if (to === undefined || senders.length === 0) return sender;
  const special = senders.find(({ prefix }) => prefix.some((one) => to.startsWith(one)));
  return special?.sender ?? sender;
};
