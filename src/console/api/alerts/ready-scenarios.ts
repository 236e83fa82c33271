import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { alertView } from '../../../http/v1/alerts/alert-view.ts';
import type { scenarioPreviewView } from '../../../http/v1/scenarios/launching.ts';
import type { scenarioView } from '../../../http/v1/scenarios/scenario-view.ts';
import { ask, list, query } from '../client.ts';
import type { Alert } from './alerts.ts';
import { type LaunchOrder, orderOf } from './drafts.ts';

export type ReadyScenario = z.output<typeof scenarioView>;
export type ScenarioPreview = z.output<typeof scenarioPreviewView>;

const MOST = 1000;

/** All scenarios, the newest first. */
export const readyScenariosQuery = () =>
  queryOptions({
    queryKey: ['scenarios', 'ready'],
    queryFn: async ({ signal }) => {
      const page = await list<typeof scenarioView>(`/v1/scenarios${query({ limit: MOST })}`, { signal });
      return page.items.toReversed();
    },
  });

export const readyScenarioQuery = (id: number) =>
  queryOptions({
    queryKey: ['scenarios', id],
    queryFn: ({ signal }) => ask<typeof scenarioView>(`/v1/scenarios/${id}`, { signal }),
  });

/** What the person decides at the launch of a scenario. */
export interface ScenarioChoice {
  readonly values: Readonly<Record<string, string>>;
  readonly exercise: boolean;
}

export const scenarioPreviewQuery = (id: number, choice: ScenarioChoice) =>
  queryOptions({
    queryKey: ['scenarios', id, 'preview', choice],
    queryFn: ({ signal }) =>
      ask<typeof scenarioPreviewView>(`/v1/scenarios/${id}/preview`, {
        method: 'POST',
        body: choice,
        signal,
      }),
  });

export const launchScenario = (
  id: number,
  version: number,
  choice: ScenarioChoice,
  order: LaunchOrder,
): Promise<Alert> =>
  ask<typeof alertView>(`/v1/scenarios/${id}/launch`, {
    method: 'POST',
    body: { ...choice, ...orderOf(order) },
    version,
    key: order.key,
  });
