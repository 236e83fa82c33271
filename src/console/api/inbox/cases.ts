import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { caseView, caseWithHistoryView } from '../../../http/v1/cases/case-view.ts';
import { ask, list, query } from '../client.ts';
import type { Case } from '../types/cases.ts';

export type { Case, CaseEntry, CaseWithHistory } from '../types/cases.ts';

type CaseState = Case['state'];

/** What closes a case. */
export const closings = ['helped', 'falseAlarm', 'duplicate', 'unreachable', 'other'] as const;
export type Closing = (typeof closings)[number];

const PATH = '/v1/cases';
/** How many cases a page of the list has. */
const PAGE = 50;

/** Cases of a state, page by page: open and taken ones come with the oldest first, closed ones with the newest. */
export const casesQuery = (state: CaseState) =>
  infiniteQueryOptions({
    queryKey: ['cases', 'list', state],
    queryFn: ({ signal, pageParam: cursor }) =>
      list<typeof caseView>(`${PATH}${query({ state, cursor, limit: PAGE })}`, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  });

/** The calls that nobody has taken: the oldest, as many as a page holds. */
export const openCasesQuery = () =>
  queryOptions({
    queryKey: ['cases', 'open'],
    queryFn: ({ signal }) =>
      list<typeof caseView>(`${PATH}${query({ state: 'open', limit: 100 })}`, { signal }),
  });

export const caseQuery = (id: number) =>
  queryOptions({
    queryKey: ['cases', id],
    queryFn: ({ signal }) => ask<typeof caseWithHistoryView>(`${PATH}/${id}`, { signal }),
  });

/**
 * Takes a case. It names no version: the gateway refuses it if somebody else has the case, and a further cry or a note
 * in between changes nothing about who takes it.
 */
export const takeCase = (id: number, from?: string): Promise<Case> =>
  ask<typeof caseView>(`${PATH}/${id}/take`, { method: 'POST', body: from === undefined ? {} : { from } });

type Step =
  | { readonly kind: 'hand'; readonly body: { readonly to: string; readonly from?: string } }
  | { readonly kind: 'note'; readonly body: { readonly text: string } }
  | {
      readonly kind: 'close';
      readonly body: { readonly outcome: Closing; readonly text?: string; readonly from?: string };
    }
  | { readonly kind: 'reclassify'; readonly body: { readonly meaning: string; readonly from?: string } }
  | { readonly kind: 'reopen'; readonly body?: undefined };

/** Any other step of a case, on the version that was seen; a note fits to any. */
export const stepCase = (
  { id, version }: Pick<Case, 'id' | 'version'>,
  { kind, body }: Step,
): Promise<Case> =>
  ask<typeof caseView>(`${PATH}/${id}/${kind}`, {
    method: 'POST',
    ...(body !== undefined && { body }),
    ...(kind !== 'note' && { version }),
  });

/** Makes a case of a message in the inbox. */
export const openCase = (inbox: number, take: boolean, key: string): Promise<Case> =>
  ask<typeof caseView>(PATH, { method: 'POST', body: { inbox, take }, key });
