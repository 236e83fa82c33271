import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { reachRowView, reachView } from '../../../http/v1/people/reach.ts';
import { ask, query } from '../client.ts';

export type ReachRow = z.output<typeof reachRowView>;
export type PlaceKind = ReachRow['kind'];

export const reachQuery = (by: PlaceKind, cursor: string) =>
  queryOptions({
    queryKey: ['people', 'reach', by, cursor],
    queryFn: ({ signal }) =>
      ask<typeof reachView>(
        `/v1/reach${query({ by, limit: 50, cursor: cursor === '' ? undefined : cursor })}`,
        {
          signal,
        },
      ),
  });

/** Replaces what is known of how many people live where. @param csv postalCode or area, inhabitants, households */
export const putPopulation = (csv: string): Promise<{ rows: number }> =>
  ask<z.ZodType<{ rows: number }>>('/v1/population', { method: 'PUT', body: csv, contentType: 'text/csv' });
