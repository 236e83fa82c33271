import { Button, Skeleton, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect } from 'react';
import { Link } from 'wouter';
import { Page } from '../parts/page.tsx';
import { commonWords } from '../words/common.ts';
import { useWords } from '../words/i18n.ts';
import { ChunkLost, ChunkLostPage } from './chunk-lost.tsx';
import { shellWords } from './words.ts';

/** While the script of a page is on its way. */
export const Arriving = (): ReactNode => {
  const say = useWords(commonWords);
  return (
    <Stack aria-busy aria-label={say('loading')} role="status">
      <Skeleton height={34} width="30%" />
      <Skeleton height={160} />
    </Stack>
  );
};

export const NotFound = (): ReactNode => {
  const say = useWords(shellWords);
  return (
    <Page title={say('notFound')}>
      <Stack align="flex-start" className="card">
        <Text>{say('notFoundHint')}</Text>
        <Button component={Link} href="/" variant="default">
          {say('toNow')}
        </Button>
      </Stack>
    </Page>
  );
};

interface Props {
  readonly error: unknown;
  readonly again: () => void;
}

/** In the place of a page that failed. */
export const Crashed = ({ error, again }: Props): ReactNode => {
  const say = useWords(shellWords);
  const queries = useQueryClient();
  // What the page had read may be what it failed on: opened again, it asks the gateway anew.
  useEffect(() => queries.removeQueries({ type: 'inactive' }), [queries]);
  if (error instanceof ChunkLost) return <ChunkLostPage />;
  return (
    <Page title={say('crashed')}>
      <Stack align="flex-start" className="card">
        <Text>{say('crashedHint')}</Text>
        <Button onClick={again}>{say('openAgain')}</Button>
        <details>
          <summary>{say('forTheLog')}</summary>
          <pre className="crash-text">{error instanceof Error ? error.message : String(error)}</pre>
        </details>
      </Stack>
    </Page>
  );
};
