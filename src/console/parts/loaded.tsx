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
 * What a query brought; what it brought before stays while it is read anew, with a note if that fails. Where it never
 * brought anything, its problem stays meanwhile.
 */
export const Loaded = <Data,>({ of, children }: Props<Data>): ReactNode => {
  const say = useWords(commonWords);
  const [last, keepLast] = useState<Error | null>(null);
  // Another query, which never failed, has nothing to do with the problem of the one before.
  const isSame = of.data === undefined && of.errorUpdateCount > 0;
  const problem = of.error ?? (isSame ? last : null);
  const kept = of.data === undefined ? problem : null;
  if (kept !== last) keepLast(kept);
  const note = problem !== null && (
    <ProblemNote error={problem} onRetry={() => void of.refetch()} isRetrying={of.isFetching} />
  );
  if (of.data !== undefined) {
    return (
      <>
        {note}
        {children(of.data)}
      </>
    );
  }
  if (note !== false) return note;
  return (
    <Stack role="status" aria-busy aria-label={say('loading')}>
      <Skeleton height={28} width="40%" />
      <Skeleton height={120} />
    </Stack>
  );
};
