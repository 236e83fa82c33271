import { infiniteQueryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { broadcastView } from '../../../http/v1/inbound/cell-broadcasts.ts';
import type { asideView, inboxView, receiptView } from '../../../http/v1/inbound/inbox.ts';
import { list, query } from '../client.ts';
import type { InboxSearch } from '../types/inbox.ts';

export type { Handling, InboxMessage } from '../types/inbox.ts';
export type AsideMessage = z.output<typeof asideView>;
export type UnmatchedReceipt = z.output<typeof receiptView>;
export type CellBroadcast = z.output<typeof broadcastView>;

const PAGE = 50;

/** All lists of what came in, newest first, by the same cursor. */
const paged = <Schema extends z.ZodType>(path: string, search: InboxSearch = {}) =>
  infiniteQueryOptions({
    queryKey: ['inbox', path, search],
    queryFn: ({ signal, pageParam: cursor }) =>
      list<Schema>(`${path}${query({ ...search, cursor, limit: PAGE })}`, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  });

export const inboxQuery = (search: InboxSearch) => paged<typeof inboxView>('/v1/inbox', search);
export const asideQuery = () => paged<typeof asideView>('/v1/inbox/aside');
export const receiptsQuery = () => paged<typeof receiptView>('/v1/receipts');
export const broadcastsQuery = () => paged<typeof broadcastView>('/v1/cell-broadcasts');
