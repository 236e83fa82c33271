import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { nowView, rosterView } from '../../../http/v1/rosters/roster-view.ts';
import { ask, list } from '../client.ts';

type OnDuty = z.output<typeof nowView>;
type Roster = z.output<typeof rosterView>;

export interface RosterNow {
  readonly roster: Pick<Roster, 'id' | 'name'>;
  readonly now: OnDuty;
}

/** Shifts end without an event. */
const AGAIN_MS = 60_000;

/** Who is on duty now, by roster. */
export const onDutyQuery = () =>
  queryOptions({
    queryKey: ['rosters', 'on-duty'],
    queryFn: async ({ signal }): Promise<readonly RosterNow[]> => {
      const { items } = await list<typeof rosterView>('/v1/rosters', { signal });
      return Promise.all(
        items.map(async ({ id, name }) => ({
          roster: { id, name },
          now: await ask<typeof nowView>(`/v1/rosters/${id}/now`, { signal }),
        })),
      );
    },
    refetchInterval: AGAIN_MS,
  });
