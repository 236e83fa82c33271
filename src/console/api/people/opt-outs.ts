import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { heldView, settled } from '../../../http/v1/people/held-opt-outs.ts';
import type { optOutView } from '../../../http/v1/people/opt-outs.ts';
import { ask, list, query } from '../client.ts';

export type OptOut = z.output<typeof optOutView>;
export type HeldOptOut = z.output<typeof heldView>;
export type HeldDecision = 'carry-out' | 'throw-away' | 'undo';

export const optOutsQuery = (filter: {
  readonly number?: string | undefined;
  readonly cursor?: string | undefined;
}) =>
  queryOptions({
    queryKey: ['opt-outs', 'list', filter],
    queryFn: ({ signal }) =>
      list<typeof optOutView>(`/v1/opt-outs${query({ ...filter, limit: 50 })}`, { signal }),
    placeholderData: (before) => before,
  });

/** The opt-outs by SMS that wait for a person, since too many came at once. */
export const heldOptOutsQuery = () =>
  queryOptions({
    queryKey: ['opt-outs', 'held'],
    queryFn: ({ signal }) => list<typeof heldView>('/v1/opt-outs/held?state=held&limit=500', { signal }),
  });

export const addOptOut = (
  body: { readonly number: string; readonly list?: number | undefined; readonly evidence: string },
  key: string,
): Promise<OptOut> => ask<typeof optOutView>('/v1/opt-outs', { method: 'POST', body, key });

export const removeOptOut = (number: string, listId: number | null, evidence: string): Promise<unknown> =>
  ask(`/v1/opt-outs/${encodeURIComponent(number)}${query({ list: listId ?? undefined, evidence })}`, {
    method: 'DELETE',
  });

export const settleHeld = (
  decision: HeldDecision,
  ids: readonly number[],
): Promise<z.output<typeof settled>> =>
  ask<typeof settled>(`/v1/opt-outs/held/${decision}`, { method: 'POST', body: { ids } });
