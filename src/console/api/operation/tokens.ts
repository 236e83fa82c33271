import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { tokenView, withdrawalView } from '../../../http/v1/tokens/tokens.ts';
import { ask, list } from '../client.ts';

export type Token = z.output<typeof tokenView>;

export const tokensQuery = () =>
  queryOptions({
    queryKey: ['tokens', 'list'],
    queryFn: ({ signal }) => list<typeof tokenView>('/v1/tokens?limit=200', { signal }),
  });

export const revokeToken = (id: string) => ask(`/v1/tokens/${encodeURIComponent(id)}`, { method: 'DELETE' });

/** Revokes it and withdraws what it has queued. */
export const revokeAndWithdraw = (id: string) =>
  ask<typeof withdrawalView>(`/v1/tokens/${encodeURIComponent(id)}?withdraw=true`, { method: 'DELETE' });
