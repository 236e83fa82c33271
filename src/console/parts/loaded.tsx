import { Skeleton, Stack } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { commonWords } from '../words/common.ts';
import { useWords } from '../words/i18n.ts';
import { ProblemNote } from './problems/problem-note.tsx';

interface Props<Data> {
  readonly of: UseQueryResult<Data>;
  readonly children: (data: Data) => ReactNode;
}

/**
 * What a query brought; what it brought before stays while it is read anew, with a note if that fails. Where it has not
 * brought anything yet, its problem stays meanwhile.
 */
export const Loaded = <Data,>({ of, children }: Props<Data>): ReactNode => {
  const say = useWords(commonWords);
  const [last, keepLast] = useState<{ readonly error: Error; readonly at: number }>();
  const { data, error, errorUpdatedAt: at } = of;
  if (error !== null && last?.at !== at) keepLast({ error, at });
  // A placeholder is what another query brought: it is no answer to one that fails.
  const isEmpty = data === undefined || (of.isPlaceholderData && of.errorUpdateCount > 0);
  // While a query without data is read anew it has no error, but still the time of its last one.
  const problem = error ?? (isEmpty && last?.at === at ? last.error : null);
  const note = problem !== null && (
    <ProblemNote error={problem} onRetry={() => void of.refetch()} isRetrying={isEmpty && of.isFetching} />
  );
  if (data !== undefined && !(isEmpty && note)) {
    return (
      <>
        {note}
        {children(data)}
      </>
    );
  }
  return (
    note || (
      <Stack role="status" aria-busy aria-label={say('loading')}>
        <Skeleton height={28} width="40%" />
        <Skeleton height={120} />
      </Stack>
    )
  );
};
