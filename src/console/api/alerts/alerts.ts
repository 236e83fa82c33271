import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { answersView, answerView } from '../../../http/v1/alerts/alert-answers.ts';
import type { alertView } from '../../../http/v1/alerts/alert-view.ts';
import type { correctionPreviewView } from '../../../http/v1/alerts/correction-view.ts';
import type { overviewView } from '../../../http/v1/alerts/overview-view.ts';
import type { previewView } from '../../../http/v1/alerts/preview-view.ts';
import type { reportView } from '../../../http/v1/alerts/report-fields.ts';
import type { testView } from '../../../http/v1/alerts/tests.ts';
import { ask, list, query } from '../client.ts';

export type Alert = z.output<typeof alertView>;
/** An alert with how far it has come. */
export type AlertOverview = z.output<typeof overviewView>;
export type AlertPreview = z.output<typeof previewView>;
export type CorrectionPreview = z.output<typeof correctionPreviewView>;
export type Report = z.output<typeof reportView>;
export type PersonAnswer = z.output<typeof answerView>;
export type AlertTest = z.output<typeof testView>;
export type Audience = Alert['audience'];

export const alertsQuery = (filter: { readonly state?: string; readonly cursor?: string } = {}) =>
  queryOptions({
    queryKey: ['alerts', 'list', filter],
    queryFn: ({ signal }) => list<typeof alertView>(`/v1/alerts${query(filter)}`, { signal }),
  });

/** All pages of the list so far. */
export const alertPagesQuery = (state?: string) =>
  infiniteQueryOptions({
    queryKey: ['alerts', 'pages', state ?? ''],
    queryFn: ({ signal, pageParam }) =>
      list<typeof alertView>(`/v1/alerts${query({ state, cursor: pageParam, limit: 50 })}`, { signal }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  });

export const alertQuery = (id: number) =>
  queryOptions({
    queryKey: ['alerts', id],
    queryFn: ({ signal }) => ask<typeof overviewView>(`/v1/alerts/${id}`, { signal }),
  });

/**
 * What would go out, as it was seen: it never changes under the hand of who decides, only when it is asked for anew.
 */
export const previewQuery = (id: number, version: number) =>
  queryOptions({
    queryKey: ['alert-preview', id, version],
    queryFn: ({ signal }) => ask<typeof previewView>(`/v1/alerts/${id}/preview`, { method: 'POST', signal }),
    // Also after a cut, when all other queries are read anew.
    staleTime: 'static',
    gcTime: 0,
  });

/** Not under `alerts`: the progress of an alert, each second, changes no answer. */
export const answersQuery = (id: number, meaning?: string) =>
  infiniteQueryOptions({
    queryKey: ['inbox', 'answers', id, meaning ?? ''],
    queryFn: ({ signal, pageParam }) =>
      ask<typeof answersView>(`/v1/alerts/${id}/answers${query({ meaning, cursor: pageParam, limit: 20 })}`, {
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  });

export const testsQuery = (id: number) =>
  queryOptions({
    queryKey: ['alerts', id, 'tests'],
    queryFn: ({ signal }) => list<typeof testView>(`/v1/alerts/${id}/tests?limit=5`, { signal }),
    refetchInterval: 2000,
  });

/** @param as what makes another report of it, such as the number of waves: all messages are counted for each */
export const reportQuery = (id: number, lang: string, as: string = '') =>
  queryOptions({
    queryKey: ['alert-report', id, lang, as],
    queryFn: ({ signal }) => ask<typeof reportView>(`/v1/alerts/${id}/report${query({ lang })}`, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  });
