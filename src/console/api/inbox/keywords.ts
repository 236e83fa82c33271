import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { keywordView } from '../../../http/v1/inbound/keywords.ts';
import { ask, list } from '../client.ts';

/** A word that is answered by itself. */
export type Keyword = z.output<typeof keywordView>;

export interface KeywordBody {
  readonly word: string;
  readonly reply: string;
}

const PATH = '/v1/keywords';

export const keywordsQuery = () =>
  queryOptions({
    queryKey: ['keywords'],
    queryFn: ({ signal }) => list<typeof keywordView>(`${PATH}?limit=1000`, { signal }),
  });

export const makeKeyword = (body: KeywordBody, key: string): Promise<Keyword> =>
  ask<typeof keywordView>(PATH, { method: 'POST', body, key });

export const changeKeyword = (
  { id, version }: Pick<Keyword, 'id' | 'version'>,
  body: KeywordBody,
): Promise<Keyword> => ask<typeof keywordView>(`${PATH}/${id}`, { method: 'PUT', body, version });

export const removeKeyword = ({ id, version }: Pick<Keyword, 'id' | 'version'>): Promise<void> =>
  ask(`${PATH}/${id}`, { method: 'DELETE', version }) as Promise<void>;
