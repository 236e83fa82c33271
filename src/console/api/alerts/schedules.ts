import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { delegationView } from '../../../http/v1/approvals/delegations.ts';
import type { scenarioView } from '../../../http/v1/scenarios/scenario-view.ts';
import type { fireView, scheduleView } from '../../../http/v1/schedules/schedules.ts';
import { ask, list } from '../client.ts';

export type Schedule = z.output<typeof scheduleView>;
export type ScheduledLaunch = z.output<typeof fireView>;
export type Delegation = z.output<typeof delegationView>;

export interface ScheduleDraft {
  readonly name: string;
  readonly cron: string;
  readonly timeZone: string;
  readonly scenario: number;
  readonly values: Readonly<Record<string, string>>;
  readonly exercise: boolean;
  readonly enabled: boolean;
  readonly grace: string;
}

export const schedulesQuery = () =>
  queryOptions({
    queryKey: ['schedules', 'list'],
    queryFn: ({ signal }) => list<typeof scheduleView>('/v1/schedules?limit=200', { signal }),
  });

export const launchesQuery = (id: number) =>
  queryOptions({
    queryKey: ['schedules', id, 'launches'],
    queryFn: ({ signal }) => list<typeof fireView>(`/v1/schedules/${id}/launches?limit=20`, { signal }),
  });

/** The scenarios that a schedule can launch. */
export const scenariosToPlanQuery = () =>
  queryOptions({
    queryKey: ['scenarios', 'to-plan'],
    queryFn: ({ signal }) => list<typeof scenarioView>('/v1/scenarios?limit=200', { signal }),
  });

export const makeSchedule = (body: ScheduleDraft, key: string): Promise<Schedule> =>
  ask<typeof scheduleView>('/v1/schedules', { method: 'POST', body, key });

export const changeSchedule = (
  { id, version }: Pick<Schedule, 'id' | 'version'>,
  body: ScheduleDraft,
): Promise<Schedule> => ask<typeof scheduleView>(`/v1/schedules/${id}`, { method: 'PUT', body, version });

export const removeSchedule = ({ id, version }: Pick<Schedule, 'id' | 'version'>): Promise<void> =>
  ask(`/v1/schedules/${id}`, { method: 'DELETE', version }) as Promise<void>;

export const delegationsQuery = () =>
  queryOptions({
    queryKey: ['alerts', 'delegations'],
    queryFn: ({ signal }) => list<typeof delegationView>('/v1/approvals/delegations', { signal }),
  });

export const delegate = (body: { readonly to: string; readonly until: string }, key: string) =>
  ask<typeof delegationView>('/v1/approvals/delegations', { method: 'POST', body, key });

export const endDelegation = (id: number): Promise<void> =>
  ask(`/v1/approvals/delegations/${id}`, { method: 'DELETE' }) as Promise<void>;
