import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { earCheckView } from '../../http/v1/ears/ears.ts';
import type { acceptedView } from '../../http/v1/messages/acceptance.ts';
import type { outlookView } from '../../http/v1/routes/outlook.ts';
import type { radioCheckView } from '../../http/v1/routes/route-radio.ts';
import type { ussdView } from '../../http/v1/routes/route-sims.ts';
import type { traceView } from '../../http/v1/routes/route-traces.ts';
import type { routeView } from '../../http/v1/routes/routes.ts';
import { ask, list } from './client.ts';
import { isProblem } from './problem.ts';

/** Rates and queues change without an event. */
const LOOK_MS = 5000;

const pathOf = (id: string): string => `/v1/routes/${encodeURIComponent(id)}`;

export type Route = z.output<typeof routeView>;

export const routesQuery = () =>
  queryOptions({
    queryKey: ['routes', 'list'],
    queryFn: ({ signal }) => list<typeof routeView>('/v1/routes', { signal }),
    refetchInterval: LOOK_MS,
  });

export type Outlook = z.output<typeof outlookView>;

/** How long a message of one part to so many people would take now. */
export const outlookQuery = (people: number) =>
  queryOptions({
    queryKey: ['routes', 'outlook', people],
    queryFn: ({ signal }) => ask<typeof outlookView>(`/v1/outlook?people=${people}`, { signal }),
    refetchInterval: LOOK_MS,
    placeholderData: keepPreviousData,
  });

export const routeQuery = (id: string) =>
  queryOptions({
    queryKey: ['routes', 'one', id],
    queryFn: ({ signal }) => ask<typeof routeView>(pathOf(id), { signal }),
    refetchInterval: LOOK_MS,
  });

export const switchRoute = (id: string, verb: 'enable' | 'disable') =>
  ask<typeof routeView>(`${pathOf(id)}/${verb}`, { method: 'POST' });

export const testRoute = (id: string, to: string, key: string) =>
  ask<typeof acceptedView>(`${pathOf(id)}/test`, { method: 'POST', body: { to }, key });

export const restoreSim = (id: string) =>
  ask<typeof routeView>(`${pathOf(id)}/sim/restore`, { method: 'POST' });

export const clearPin = (id: string) => ask<typeof routeView>(`${pathOf(id)}/pin/clear`, { method: 'POST' });

export const askUssd = (id: string, code: string) =>
  ask<typeof ussdView>(`${pathOf(id)}/ussd`, { method: 'POST', body: { code } });

export type RadioCheck = z.output<typeof radioCheckView>;

/** The last check of a modem's radio; null: none since the gateway started. */
export const radioCheckQuery = (id: string) =>
  queryOptions({
    queryKey: ['routes', 'one', id, 'check'],
    queryFn: async ({ signal }): Promise<RadioCheck | null> => {
      try {
        return await ask<typeof radioCheckView>(`${pathOf(id)}/check`, { signal });
      } catch (error) {
        if (isProblem(error, 'not-found')) return null;
        throw error;
      }
    },
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? 2000 : false),
  });

export const checkRadio = (id: string, to: string) =>
  ask<typeof radioCheckView>(`${pathOf(id)}/check`, { method: 'POST', body: to === '' ? {} : { to } });

export type Trace = z.output<typeof traceView>;

export const traceQuery = (id: string) =>
  queryOptions({
    queryKey: ['routes', 'one', id, 'trace'],
    queryFn: ({ signal }) => ask<typeof traceView>(`${pathOf(id)}/trace`, { signal }),
    // New lines come without an event, as long as the trace runs.
    refetchInterval: ({ state }) => (state.data?.until == null ? false : 1000),
    retry: false,
  });

/** @param duration ISO 8601; PT0S ends the trace and deletes its lines */
export const startTrace = (id: string, duration: string, unmasked: boolean) =>
  ask<typeof traceView>(`${pathOf(id)}/trace`, { method: 'POST', body: { for: duration, unmasked } });

export type EarCheck = z.output<typeof earCheckView>;

export const earsQuery = () =>
  queryOptions({
    queryKey: ['routes', 'ears'],
    queryFn: ({ signal }) => ask<z.ZodType<readonly EarCheck[]>>('/v1/ears', { signal }),
  });
