import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { namedView } from '../../../http/resource/named-resource.ts';
import type { audienceBody } from '../../../http/v1/people/audience-body.ts';
import type { countView } from '../../../http/v1/people/audiences.ts';
import type { scenarioPreviewView } from '../../../http/v1/scenarios/launching.ts';
import type { scenarioBody } from '../../../http/v1/scenarios/plan-body.ts';
import type { scenarioView } from '../../../http/v1/scenarios/scenario-view.ts';
import type { scheduleFields } from '../../../http/v1/schedules/schedules.ts';
import { ask, list } from '../client.ts';

export type Scenario = z.output<typeof scenarioView>;
export type ScenarioBody = z.input<ReturnType<typeof scenarioBody>>;
export type ScenarioPreview = z.output<typeof scenarioPreviewView>;
export type Audience = z.output<typeof audienceBody>;
export type Bound = Scenario['bounds'][string];

export const scenariosQuery = () =>
  queryOptions({
    queryKey: ['scenarios', 'list'],
    queryFn: ({ signal }) => list<typeof scenarioView>('/v1/scenarios?limit=1000', { signal }),
  });

export const scenarioQuery = (id: number) =>
  queryOptions({
    queryKey: ['scenarios', id],
    queryFn: ({ signal }) => ask<typeof scenarioView>(`/v1/scenarios/${id}`, { signal }),
  });

export const makeScenario = (body: ScenarioBody, key: string): Promise<Scenario> =>
  ask<typeof scenarioView>('/v1/scenarios', { method: 'POST', body, key });

export const replaceScenario = (id: number, body: ScenarioBody, version: number): Promise<Scenario> =>
  ask<typeof scenarioView>(`/v1/scenarios/${id}`, { method: 'PUT', body, version });

export const removeScenario = (id: number, version: number): Promise<unknown> =>
  ask(`/v1/scenarios/${id}`, { method: 'DELETE', version });

export const approveScenario = (id: number, version: number): Promise<Scenario> =>
  ask<typeof scenarioView>(`/v1/scenarios/${id}/approve`, { method: 'POST', version });

/** What a launch with these values would send now; nothing is made. */
export const scenarioPreviewQuery = (id: number, version: number, values: Readonly<Record<string, string>>) =>
  queryOptions({
    queryKey: ['scenarios', id, 'preview', version, values],
    queryFn: ({ signal }) =>
      ask<typeof scenarioPreviewView>(`/v1/scenarios/${id}/preview`, {
        method: 'POST',
        body: { values },
        signal,
      }),
    placeholderData: keepPreviousData,
  });

export const audienceCountQuery = (audience: Audience, overrideOptOut = false) =>
  queryOptions({
    queryKey: ['people', 'count', audience, overrideOptOut],
    queryFn: ({ signal }) =>
      ask<typeof countView>('/v1/audiences/count', {
        method: 'POST',
        body: { audience, overrideOptOut },
        signal,
      }),
    enabled: audience.include.length > 0,
    placeholderData: keepPreviousData,
  });

/** The schedules, which name the scenarios that they launch. */
export const scheduledScenariosQuery = () =>
  queryOptions({
    queryKey: ['schedules', 'of-scenarios'],
    queryFn: ({ signal }) =>
      list<ReturnType<typeof namedView<typeof scheduleFields>>>('/v1/schedules?limit=1000', { signal }),
  });
