import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { contentBody, findingView } from '../../../http/v1/templates/content-body.ts';
import type { libraryView } from '../../../http/v1/templates/linting.ts';
import type { templateView } from '../../../http/v1/templates/templates.ts';
import { ask, list } from '../client.ts';

export type Template = z.output<typeof templateView>;
export type Content = z.output<typeof contentBody>;
export type Variant = Content['variants'][number];
export type Finding = z.output<typeof findingView>;
export type LibraryTemplate = z.output<typeof libraryView>['items'][number];

export const templatesQuery = () =>
  queryOptions({
    queryKey: ['templates', 'list'],
    queryFn: ({ signal }) => list<typeof templateView>('/v1/templates?limit=1000', { signal }),
  });

export const templateQuery = (id: number) =>
  queryOptions({
    queryKey: ['templates', id],
    queryFn: ({ signal }) => ask<typeof templateView>(`/v1/templates/${id}`, { signal }),
  });

export const libraryQuery = () =>
  queryOptions({
    queryKey: ['templates', 'library'],
    queryFn: ({ signal }) => ask<typeof libraryView>('/v1/templates/library', { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });

interface TemplateBody {
  readonly name: string;
  readonly content: Content;
}

export const makeTemplate = (body: TemplateBody, key: string): Promise<Template> =>
  ask<typeof templateView>('/v1/templates', { method: 'POST', body, key });

export const replaceTemplate = (id: number, body: TemplateBody, version: number): Promise<Template> =>
  ask<typeof templateView>(`/v1/templates/${id}`, { method: 'PUT', body, version });

export const removeTemplate = (id: number, version: number): Promise<unknown> =>
  ask(`/v1/templates/${id}`, { method: 'DELETE', version });

/** What the linter says of a content, as the gateway would when it is saved. */
export const lintQuery = (content: Content | undefined) =>
  queryOptions({
    queryKey: ['lint', content],
    queryFn: ({ signal }) =>
      ask<z.ZodType<{ readonly findings: readonly Finding[] }>>('/v1/templates/lint', {
        method: 'POST',
        body: { content },
        signal,
      }),
    enabled: content !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
  });
