import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { importedView } from '../../../http/v1/rosters/import.ts';
import type { calendarView, nowView, rosterView } from '../../../http/v1/rosters/roster-view.ts';
import { ask, list, query } from '../client.ts';
import type { Roster, RosterBody } from '../types/rosters.ts';

export type { Roster } from '../types/rosters.ts';

export type Imported = z.output<typeof importedView>;

const PATH = '/v1/rosters';

export const rostersQuery = () =>
  queryOptions({
    queryKey: ['rosters', 'list'],
    queryFn: ({ signal }) => list<typeof rosterView>(`${PATH}?limit=1000`, { signal }),
  });

export const rosterQuery = (id: number) =>
  queryOptions({
    queryKey: ['rosters', id],
    queryFn: ({ signal }) => ask<typeof rosterView>(`${PATH}/${id}`, { signal }),
  });

/** How old the answer to who is on duty may get: duty also passes on by itself. */
const NOW_EVERY_MS = 30_000;

export const onDutyQuery = (id: number) =>
  queryOptions({
    queryKey: ['rosters', id, 'now'],
    queryFn: ({ signal }) => ask<typeof nowView>(`${PATH}/${id}/now`, { signal }),
    refetchInterval: NOW_EVERY_MS,
  });

export const calendarQuery = (id: number) =>
  queryOptions({
    queryKey: ['rosters', id, 'calendar'],
    queryFn: ({ signal }) => ask<typeof calendarView>(`${PATH}/${id}/calendar`, { signal }),
  });

export const makeRoster = (body: RosterBody, key: string): Promise<Roster> =>
  ask<typeof rosterView>(PATH, { method: 'POST', body, key });

export const changeRoster = (id: number, version: number, body: RosterBody): Promise<Roster> =>
  ask<typeof rosterView>(`${PATH}/${id}`, { method: 'PUT', body, version });

export const removeRoster = ({ id, version }: Pick<Roster, 'id' | 'version'>): Promise<void> =>
  ask(`${PATH}/${id}`, { method: 'DELETE', version }) as Promise<void>;

/** Reads a calendar into a roster; `isDry` only says what would come of it. */
export const importCalendar = (id: number, calendar: string, isDry: boolean): Promise<Imported> =>
  ask<typeof importedView>(`${PATH}/${id}/import${query({ dryRun: isDry ? 'true' : undefined })}`, {
    method: 'POST',
    body: calendar,
    contentType: 'text/calendar',
  });
