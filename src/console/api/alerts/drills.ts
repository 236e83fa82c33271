import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { runView } from '../../../http/v1/drills/drill-view.ts';
import type { drillView } from '../../../http/v1/drills/drills.ts';
import type { earCheckView } from '../../../http/v1/ears/ears.ts';
import type { comparedView } from '../../../http/v1/reports/compare-view.ts';
import { ask, list, query } from '../client.ts';
import type { Drill, DrillBody, DrillRun } from '../types/drills.ts';

export type { Drill, DrillRun } from '../types/drills.ts';

export type RouteFigures = DrillRun['routes'][number];
export type EarCheck = z.output<typeof earCheckView>;
/** An alert that went out, with its figures. */
export type Compared = z.output<typeof comparedView>;

const PATH = '/v1/drills';
/** The gateway gives at most so many runs at once. */
const RUNS = 20;
/** A run under way has no events: its page reads it anew this often. */
const RUNNING_EVERY_MS = 1000;

export const drillsQuery = () =>
  queryOptions({
    queryKey: ['drills', 'list'],
    queryFn: ({ signal }) => list<typeof drillView>(`${PATH}?limit=1000`, { signal }),
    refetchInterval: ({ state }) =>
      state.data?.items.some(({ running }) => running !== null) ? RUNNING_EVERY_MS : false,
  });

export const drillQuery = (id: number) =>
  queryOptions({
    queryKey: ['drills', id],
    queryFn: ({ signal }) => ask<typeof drillView>(`${PATH}/${id}`, { signal }),
    refetchInterval: ({ state }) => (state.data?.running == null ? false : RUNNING_EVERY_MS),
  });

export const runsQuery = (id: number) =>
  infiniteQueryOptions({
    queryKey: ['drills', id, 'runs'],
    queryFn: ({ signal, pageParam: cursor }) =>
      list<typeof runView>(`${PATH}/${id}/runs${query({ cursor, limit: RUNS })}`, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  });

export const runQuery = (id: number, run: number) =>
  queryOptions({
    queryKey: ['drills', id, 'runs', run],
    queryFn: ({ signal }) => ask<typeof runView>(`${PATH}/${id}/runs/${run}`, { signal }),
    refetchInterval: ({ state }) => (state.data?.result === 'running' ? RUNNING_EVERY_MS : false),
  });

export const earsQuery = () =>
  queryOptions({
    queryKey: ['routes', 'ears'],
    queryFn: ({ signal }) => ask<z.ZodArray<typeof earCheckView>>('/v1/ears', { signal }),
  });

/** The exercises that went out as alerts, oldest first. */
export const exercisesQuery = () =>
  queryOptions({
    queryKey: ['alerts', 'over-time', 'exercise'],
    queryFn: ({ signal }) =>
      list<typeof comparedView>(`/v1/reports/over-time${query({ kind: 'exercise', limit: 50 })}`, { signal }),
  });

export const makeDrill = (body: DrillBody, key: string): Promise<Drill> =>
  ask<typeof drillView>(PATH, { method: 'POST', body, key });

export const changeDrill = (
  { id, version }: Pick<Drill, 'id' | 'version'>,
  body: DrillBody,
): Promise<Drill> => ask<typeof drillView>(`${PATH}/${id}`, { method: 'PUT', body, version });

export const removeDrill = ({ id, version }: Pick<Drill, 'id' | 'version'>): Promise<void> =>
  ask(`${PATH}/${id}`, { method: 'DELETE', version }) as Promise<void>;

export const runDrill = (id: number, key: string): Promise<DrillRun> =>
  ask<typeof runView>(`${PATH}/${id}/run`, { method: 'POST', key });
