import { Skeleton, Stack } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { commonWords } from '../words/common.ts';
import { useWords } from '../words/i18n.ts';
import { ProblemNote } from './problems/problem-note.tsx';

interface Props<Data> {
  readonly of: UseQueryResult<Data>;
  readonly children: (data: Data) => ReactNode;
}

/** What a query brought; what it brought before stays while it is read anew, with a note if that fails. */
export const Loaded = <Data,>({ of, children }: Props<Data>): ReactNode => {
  const say = useWords(commonWords);
  if (of.data !== undefined) {
    return (
      <>
        {of.isError && <ProblemNote error={of.error} onRetry={() => void of.refetch()} />}
        {children(of.data)}
      </>
    );
  }
  if (of.isError) return <ProblemNote error={of.error} onRetry={() => void of.refetch()} />;
  return (
    <Stack role="status" aria-busy aria-label={say('loading')}>
      <Skeleton height={28} width="40%" />
      <Skeleton height={120} />
    </Stack>
  );
};
