import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { audienceBody } from '../../../http/v1/people/audience-body.ts';
import type { countView } from '../../../http/v1/people/audiences.ts';
import { ask, list, query } from '../client.ts';

export type Audience = z.input<typeof audienceBody>;
export type AudienceTerm = Audience['include'][number];
export type AudienceCount = z.output<typeof countView>;

/** What can be picked by its name: all of them are named things. */
export const groupKinds = ['list', 'segment', 'area', 'roster'] as const;
export type GroupKind = (typeof groupKinds)[number];

export interface Group {
  readonly id: number;
  readonly name: string;
}

const MOST = 1000;

/** All groups of a kind, by their names. */
export const groupsQuery = (kind: GroupKind) =>
  queryOptions({
    queryKey: [kind === 'roster' ? 'rosters' : 'people', 'groups', kind],
    queryFn: async ({ signal }) => {
      const page = await list<z.ZodType<Group>>(`/v1/${kind}s${query({ limit: MOST })}`, { signal });
      return page.items.toSorted((one, other) => one.name.localeCompare(other.name));
    },
  });

export const countQuery = (audience: Audience, overrideOptOut: boolean) =>
  queryOptions({
    queryKey: ['people', 'count', audience, overrideOptOut],
    queryFn: ({ signal }) =>
      ask<typeof countView>('/v1/audiences/count', {
        method: 'POST',
        body: { audience, overrideOptOut },
        signal,
      }),
    // The figure stays in its place while the next one is counted.
    placeholderData: keepPreviousData,
  });
