import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { alarmView } from '../../../http/v1/alarms/alarm-view.ts';
import type { alarmKindsView, alarmKindView } from '../../../http/v1/alarms/kinds-view.ts';
import { ask, list, query } from '../client.ts';

export type Alarm = z.output<typeof alarmView>;

export const alarmsQuery = (filter: { readonly state?: string; readonly cursor?: string } = {}) =>
  queryOptions({
    queryKey: ['alarms', 'list', filter],
    queryFn: ({ signal }) =>
      list<typeof alarmView>(`/v1/alarms${query({ ...filter, limit: 100 })}`, { signal }),
  });

/** Those that have ended stay in the list of all for 90 days: asked for together, they would push out old open ones. */
const UNENDED = ['open', 'acknowledged', 'silenced'] as const;

/** What is wrong now, the last first. */
export const unendedAlarmsQuery = () =>
  queryOptions({
    queryKey: ['alarms', 'unended'],
    queryFn: async ({ signal }): Promise<readonly Alarm[]> => {
      const pages = await Promise.all(
        UNENDED.map((state) =>
          list<typeof alarmView>(`/v1/alarms${query({ state, limit: 1000 })}`, { signal }),
        ),
      );
      return pages
        .flatMap(({ items }) => items)
        .toSorted((one, other) => Date.parse(other.raisedAt) - Date.parse(one.raisedAt));
    },
  });

export type AlarmKind = z.output<typeof alarmKindView>;
export type AlarmKinds = z.output<typeof alarmKindsView>;

export const alarmKindsQuery = () =>
  queryOptions({
    queryKey: ['alarms', 'kinds'],
    queryFn: ({ signal }) => ask<typeof alarmKindsView>('/v1/alarms/kinds', { signal }),
  });

export const acknowledgeAlarm = (id: string) =>
  ask<typeof alarmView>(`/v1/alarms/${encodeURIComponent(id)}/acknowledge`, { method: 'POST' });

export const silenceAlarm = (id: string, duration: string, reason: string) =>
  ask<typeof alarmView>(`/v1/alarms/${encodeURIComponent(id)}/silence`, {
    method: 'POST',
    body: { for: duration, reason },
  });

export const unsilenceAlarm = (id: string) =>
  ask<typeof alarmView>(`/v1/alarms/${encodeURIComponent(id)}/silence`, { method: 'DELETE' });
