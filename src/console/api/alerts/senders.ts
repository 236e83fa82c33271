import { queryOptions } from '@tanstack/react-query';
import type { sendersView } from '../../../http/v1/people/senders.ts';
import { ask } from '../client.ts';

export const sendersQuery = () =>
  queryOptions({
    queryKey: ['senders'],
    queryFn: ({ signal }) => ask<typeof sendersView>('/v1/senders', { signal }),
  });
