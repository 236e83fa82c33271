import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { comparedView } from '../../../http/v1/reports/compare-view.ts';
import { ask, list } from '../client.ts';

export type Compared = z.output<typeof comparedView>;

/** Alerts that went out, with the figures that were kept of them. */
export const overTimeQuery = () =>
  queryOptions({
    queryKey: ['alert-report', 'over-time'],
    queryFn: ({ signal }) => list<typeof comparedView>('/v1/reports/over-time', { signal }),
  });

export const compareQuery = (ids: readonly number[]) =>
  queryOptions({
    queryKey: ['alert-report', 'compare', ids],
    queryFn: ({ signal }) =>
      ask<z.ZodType<{ readonly items: readonly Compared[] }>>(`/v1/reports/compare?alerts=${ids.join(',')}`, {
        signal,
      }),
  });
