import type { NewMessage } from '../../domain/messages/message.ts';
import type { MessageWriter } from '../../domain/messages/message-store.ts';
import { priorityOf } from '../../domain/messages/priority.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Channel } from '../thread/channel.ts';

/**
 * Only the storing of a single critical message is urgent: neither it nor the claim of the message depends on a call
 * that isn't answered yet.
 */
const isUrgent = (messages: readonly NewMessage[]): boolean =>
  messages.length === 1 && messages[0]?.priority === 'critical';

export const messageWriter = (writer: Channel, clock: Pick<Clock, 'now'>): MessageWriter => ({
  enqueue: (messages) =>
    isUrgent(messages) ? writer.callUrgently('enqueue', messages) : writer.call('enqueue', messages),
  enqueueOnce: (key, message) =>
    isUrgent([message])
      ? writer.callUrgently('enqueueOnce', key, message)
      : writer.call('enqueueOnce', key, message),
  batchProgress: (owner, key) => writer.call('batchProgress', owner, key),
  enqueueBatch: (owner, key, before, after, messages) =>
    writer.call('enqueueBatch', owner, key, before, after, messages, clock.now()),
  cancel: async (id, nowMs) => {
    const result = await writer.call('cancel', id, nowMs);
    if (result.kind !== 'cancelled') return result;
    return { kind: 'cancelled', lane: result.lane, priority: priorityOf(result.priority) };
  },
});
