import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { acceptedView } from '../../http/v1/messages/acceptance.ts';
import type { messageBody } from '../../http/v1/messages/message-body.ts';
import type { messageView, messageWithTimeline } from '../../http/v1/messages/message-view.ts';
import { ask, list, query } from './client.ts';

export type Message = z.output<typeof messageView>;
export type MessageWithTimeline = z.output<typeof messageWithTimeline>;
export type Entry = MessageWithTimeline['timeline'][number];

/** Events of single messages are not heard (there are too many), so that what is not final is read again. */
const AGAIN_MS = 2000;

export interface MessageFilter {
  readonly to?: string | undefined;
  readonly reference?: string | undefined;
  readonly state?: string | undefined;
  readonly priority?: string | undefined;
  readonly alert?: string | undefined;
  readonly since?: string | undefined;
  readonly limit?: number;
  readonly cursor?: string | undefined;
}

const isOpen = ({ state }: Pick<Message, 'state'>): boolean =>
  state === 'queued' || state === 'sending' || state === 'sent';

export const messagesQuery = (filter: MessageFilter) =>
  queryOptions({
    queryKey: ['messages', 'list', filter],
    queryFn: ({ signal }) => list<typeof messageView>(`/v1/messages${query({ ...filter })}`, { signal }),
    refetchInterval: ({ state: { data } }) => (data?.items.some(isOpen) ? AGAIN_MS : false),
  });

export const messageQuery = (id: string) =>
  queryOptions({
    queryKey: ['messages', id],
    queryFn: ({ signal }) =>
      ask<typeof messageWithTimeline>(`/v1/messages/${encodeURIComponent(id)}`, { signal }),
    refetchInterval: ({ state: { data } }) => (data !== undefined && isOpen(data) ? AGAIN_MS : false),
  });

export const sendMessage = (body: z.input<typeof messageBody>, key: string) =>
  ask<typeof acceptedView>('/v1/messages', { method: 'POST', body, key });

export const cancelMessage = (id: string) =>
  ask<typeof messageView>(`/v1/messages/${encodeURIComponent(id)}/cancel`, { method: 'POST' });
