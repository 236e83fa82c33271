import { queryOptions } from '@tanstack/react-query';
import type { alertView } from '../../../http/v1/alerts/alert-view.ts';
import type { pendingActView } from '../../../http/v1/users/pending-acts.ts';
import { list, type PageOf, query } from '../client.ts';

/** How many wait; `isMore`: at least that many. */
export interface Waiting {
  readonly count: number;
  readonly isMore: boolean;
}

const MOST = 100;

export const counted = ({ items, next }: PageOf<unknown>): Waiting => ({
  count: items.length,
  isMore: next !== null,
});

/** Alerts, updates and cancels that wait for a second person. */
export const approvalsQuery = () =>
  queryOptions({
    queryKey: ['alerts', 'waiting'],
    queryFn: async ({ signal }): Promise<Waiting> => {
      const inState = (state: string) =>
        list<typeof alertView>(`/v1/alerts${query({ state, limit: MOST })}`, { signal });
      const [written, sending, paused] = await Promise.all([
        inState('pendingApproval'),
        inState('sending'),
        inState('paused'),
      ]);
      const updates = [...sending.items, ...paused.items].filter((one) => one.proposedUpdate !== null);
      return {
        count: written.items.length + updates.length,
        isMore: [written, sending, paused].some(({ next }) => next !== null),
      };
    },
  });

/** What waits for another admin. */
export const pendingActsCountQuery = () =>
  queryOptions({
    queryKey: ['pending-acts', 'waiting'],
    queryFn: async ({ signal }) =>
      counted(await list<typeof pendingActView>(`/v1/pending-acts${query({ limit: MOST })}`, { signal })),
  });
