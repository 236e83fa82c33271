import type { Claimed, Settlement } from '../../domain/messages/queue.ts';
import { cut } from '../../domain/text/split.ts';
import type { Flight } from './flight.ts';

/**
 * The flight of a message of which no part has been handed over yet.
 *
 * @throws if its text can't be cut into parts
 */
export const newFlight = (message: Claimed, route: string, launchedAt: number): Flight => {
  const texts = message.parts === 1 ? [message.text] : cut(message.text, message.encoding);
  return {
    message,
    route,
    launchedAt,
    texts,
    partStates: texts.map(() => 'waiting'),
    phase: 'flying',
    unreported: [],
  };
};

/**
 * Ends a message that was accepted though its text can't be cut into parts: a fault of the gateway, which must not
 * block other messages.
 */
export const cannotBeCut = (
  { id, attempt }: Claimed,
  route: string,
  state: 'failed' | 'uncertain',
  error: unknown,
  at: number,
): Settlement => ({
  kind: 'ended',
  key: { messageId: id, attempt, part: 1 },
  route,
  at,
  state,
  reason: 'its text cannot be cut into parts: a fault of the gateway',
  evidence: error instanceof Error ? error.message : String(error),
});
