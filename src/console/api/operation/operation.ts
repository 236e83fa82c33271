import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { auditView } from '../../../http/v1/operation/audit.ts';
import type { headView } from '../../../http/v1/operation/audit-export.ts';
import type { lastView, reloadView } from '../../../http/v1/operation/reload.ts';
import type { retentionView } from '../../../http/v1/operation/retention.ts';
import { ask, list, query, send } from '../client.ts';

export type AuditEntry = z.output<typeof auditView>;
export type Retention = z.output<typeof retentionView>;
export type Reload = z.output<typeof reloadView>;
export type LastReload = z.output<typeof lastView>;

export interface AuditFilter {
  readonly actor?: string | undefined;
  readonly action?: string | undefined;
  readonly subject?: string | undefined;
  readonly since?: string | undefined;
}

export const auditPagesQuery = (filter: AuditFilter) =>
  infiniteQueryOptions({
    queryKey: ['audit', 'list', filter],
    queryFn: ({ signal, pageParam }) =>
      list<typeof auditView>(`/v1/audit${query({ ...filter, limit: 50, cursor: pageParam })}`, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next,
  });

export const auditHeadQuery = () =>
  queryOptions({
    queryKey: ['audit', 'head'],
    queryFn: ({ signal }) => ask<typeof headView>('/v1/audit/head', { signal }),
  });

/** The whole log as JSON lines. */
export const auditExport = (): Promise<Response> => send('/v1/audit.jsonl');

const AGAIN_MS = 2000;

export const retentionQuery = () =>
  queryOptions({
    queryKey: ['retention'],
    queryFn: ({ signal }) => ask<typeof retentionView>('/v1/retention', { signal }),
    refetchInterval: ({ state: { data } }) => (data?.running ? AGAIN_MS : false),
  });

export const deleteNow = () => ask('/v1/retention/run', { method: 'POST' });

export const confirmClock = (now: string) => ask('/v1/retention/confirm', { method: 'POST', body: { now } });

export const lastReloadQuery = () =>
  queryOptions({
    queryKey: ['reload'],
    queryFn: ({ signal }) => ask<typeof lastView>('/v1/reload', { signal }),
  });

export const reloadConfiguration = (dryRun: boolean) =>
  ask<typeof reloadView>('/v1/reload', { method: 'POST', body: { dryRun } });
