import { queryOptions, useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import type { ListDefinition } from '../../../domain/people/lists.ts';
import type { namedView } from '../../../http/resource/named-resource.ts';
import { list } from '../client.ts';

/** A list, a segment or an area; only lists have a kind. */
type GroupView = ReturnType<typeof namedView<{ kind: z.ZodType<ListDefinition['kind'] | undefined> }>>;
export type GroupKind = 'list' | 'segment' | 'area' | 'roster';

/** All of one kind: there are far fewer than a page holds. */
export const groupsQuery = (kind: GroupKind) =>
  queryOptions({
    // Not the key of the same query in audiences.ts, whose data has another shape: pages that shared it broke.
    queryKey: [kind === 'roster' ? 'rosters' : 'people', 'group-names', kind],
    queryFn: ({ signal }) => list<GroupView>(`/v1/${kind}s?limit=1000`, { signal }),
    staleTime: 10_000,
  });

/** The name of a group by its id, once the groups are read; undefined: not read yet, or gone. */
export const useGroupName = (kind: GroupKind): ((id: number) => string | undefined) => {
  const { data } = useQuery(groupsQuery(kind));
  return (id) => data?.items.find((one) => one.id === id)?.name;
};
