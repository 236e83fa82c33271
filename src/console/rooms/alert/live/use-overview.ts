import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { type AlertOverview, alertQuery } from '../../../api/alerts/alerts.ts';
import { onEvent } from '../../../live/heard.ts';
import { isChanging } from './figures.ts';

/**
 * While figures of an alert change it is read anew this often, also if no event of it comes: its ETA changes when a
 * route does, and after a stop the receipts of what was out already still come.
 */
const LOOK_EVERY_MS = 5000;

type Progress = Pick<AlertOverview['progress'], 'people' | 'byState'>;

/** The alert with its figures. Those of the people come with each event, before anything is read anew. */
export const useOverview = (id: number) => {
  const queries = useQueryClient();
  useEffect(
    () =>
      onEvent(({ type, data }) => {
        if (type !== 'alert.progress' || data['alert'] !== id) return;
        const told = { people: data['people'], byState: data['messages'] } as Progress;
        // `updatedAt` stays: the ETA is still that of the last answer.
        queries.setQueryData<AlertOverview>(
          alertQuery(id).queryKey,
          (known) => known && { ...known, progress: { ...known.progress, ...told } },
          { updatedAt: queries.getQueryState(alertQuery(id).queryKey)?.dataUpdatedAt ?? Date.now() },
        );
      }),
    [queries, id],
  );
  return useQuery({
    ...alertQuery(id),
    refetchInterval: ({ state: { data } }) =>
      data !== undefined && isChanging(data) ? LOOK_EVERY_MS : false,
  });
};
