import { Button, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconReload } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { Page } from '../parts/page.tsx';
import { useWords } from '../words/i18n.ts';
import { shellWords } from './words.ts';

/** The script of a page could not be loaded: the gateway has another version by now, or can't be reached. */
export class ChunkLost extends Error {
  constructor(cause: unknown) {
    super('the script of the page could not be loaded', { cause });
  }
}

/** Offers to load the console anew, once the gateway answers: else the browser would show its own page of errors. */
export const ChunkLostPage = (): ReactNode => {
  const say = useWords(shellWords);
  const [isBusy, setBusy] = useState(false);
  const [isSilent, setSilent] = useState(false);
  const reload = async (): Promise<void> => {
    setBusy(true);
    setSilent(false);
    try {
      await fetch('/healthz', { cache: 'no-store' });
      window.location.reload();
    } catch {
      setBusy(false);
      setSilent(true);
    }
  };
  return (
    <Page title={say('chunkLost')}>
      <Stack align="flex-start" className="card">
        <Text>{say('chunkLostHint')}</Text>
        <Button
          size="md"
          loading={isBusy}
          leftSection={<IconReload aria-hidden size={20} />}
          onClick={() => void reload()}
        >
          {say('loadAnew')}
        </Button>
        <div role="status">
          {isSilent && (
            <Text c="var(--bad)">
              <IconAlertTriangle aria-hidden size={18} /> {say('stillSilent')}
            </Text>
          )}
        </div>
      </Stack>
    </Page>
  );
};
