import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type Follow, tryFollow } from '../../../api/alerts/alert-acts.ts';
import type { AlertOverview } from '../../../api/alerts/alerts.ts';
import { usePaused } from '../../../parts/use-paused.ts';

const PAUSE_MS = 400;
/** How often it is counted again while the dialogue is open: people get the alert meanwhile. */
const COUNT_EVERY_MS = 5000;

/** What a further wave would be, while its text is written. @param what undefined: there is nothing to ask about yet */
export const useFollow = (overview: AlertOverview, what: Follow | undefined, isOpen: boolean) => {
  const asked = usePaused(what, PAUSE_MS);
  const preview = useQuery({
    queryKey: ['alert-follow', overview.id, overview.version, asked],
    queryFn: ({ signal }) => tryFollow(overview, asked ?? { what: 'end' }, signal),
    enabled: isOpen && asked !== undefined,
    placeholderData: keepPreviousData,
    retry: false,
    gcTime: 0,
    refetchInterval: COUNT_EVERY_MS,
  });
  // The preview is of another text as long as the person writes.
  const isCurrent =
    what !== undefined && JSON.stringify(what) === JSON.stringify(asked) && !preview.isPlaceholderData;
  return { preview, isReady: isCurrent && preview.data !== undefined && !preview.isError };
};
