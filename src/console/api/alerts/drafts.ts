import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { alertBody } from '../../../http/v1/alerts/alert-body.ts';
import type { alertView, draftView } from '../../../http/v1/alerts/alert-view.ts';
import type { previewView } from '../../../http/v1/alerts/preview-view.ts';
import type { testView } from '../../../http/v1/alerts/tests.ts';
import type { contentBody, findingView } from '../../../http/v1/templates/content-body.ts';
import { ask, list, query } from '../client.ts';
import type { Alert } from './alerts.ts';

/** What is written to the gateway of an alert. */
export type DraftBody = z.input<ReturnType<typeof alertBody>>;
export type Content = z.output<typeof contentBody>;
export type Preview = z.output<typeof previewView>;
export type Finding = z.output<typeof findingView>;
export type AlertTest = z.output<typeof testView>;

const at = (id: number, step = ''): string => `/v1/alerts/${id}${step}`;

export const createDraft = (body: DraftBody, key: string) =>
  ask<typeof draftView>('/v1/alerts', { method: 'POST', body, key });

export const replaceDraft = (id: number, version: number, body: DraftBody) =>
  ask<typeof draftView>(at(id), { method: 'PUT', body, version });

export const discardDraft = (id: number, version: number) =>
  ask<typeof alertView>(at(id, '/discard'), { method: 'POST', body: {}, version });

export const draftsQuery = (state: 'draft' | 'returned') =>
  queryOptions({
    queryKey: ['alerts', 'list', { state }],
    queryFn: ({ signal }) => list<typeof alertView>(`/v1/alerts${query({ state, limit: 50 })}`, { signal }),
  });

/** @param version of the draft: another text has another preview */
export const previewQuery = (id: number, version: number) =>
  queryOptions({
    queryKey: ['alerts', id, 'preview', version],
    queryFn: ({ signal }) => ask<typeof previewView>(at(id, '/preview'), { method: 'POST', signal }),
  });

export const submitDraft = (id: number, version: number, launchOnApproval: boolean) =>
  ask<typeof alertView>(at(id, '/submit'), { method: 'POST', body: { launchOnApproval }, version });

export interface LaunchOrder {
  /** The hash of the preview that the person saw. */
  readonly hash: string;
  readonly again: boolean;
  /** Why it goes out without the second person; undefined: it needs none, or has it. */
  readonly glass: string | undefined;
  /** The same key for each try of one launch. */
  readonly key: string;
}

export const orderOf = ({ hash, again, glass }: LaunchOrder) => ({
  hash,
  again,
  ...(glass !== undefined && { breakGlass: true, reason: glass }),
});

export const launchDraft = (id: number, version: number, order: LaunchOrder): Promise<Alert> =>
  ask<typeof alertView>(at(id, '/launch'), {
    method: 'POST',
    body: orderOf(order),
    version,
    key: order.key,
  });

export const testDraft = (id: number, numbers: readonly string[], key: string) =>
  ask<typeof testView>(at(id, '/test'), { method: 'POST', body: { numbers }, key });

export const testsQuery = (id: number) =>
  queryOptions({
    queryKey: ['alerts', id, 'tests'],
    queryFn: ({ signal }) => list<typeof testView>(at(id, '/tests'), { signal }),
  });

interface Linted {
  readonly findings: readonly Finding[];
}

export const lintQuery = (content: Content, values: Readonly<Record<string, string>>) =>
  queryOptions({
    queryKey: ['lint', content, values],
    queryFn: ({ signal }) =>
      ask<z.ZodType<Linted>>('/v1/templates/lint', { method: 'POST', body: { content, values }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
