import { Button, Divider, Stack } from '@mantine/core';
import { IconFingerprint, IconLogin } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { findProvider, providerLink } from '../api/session.ts';
import { useWords } from '../words/i18n.ts';
import { canUsePasskeys } from './passkey.ts';
import { sessionWords } from './words.ts';

export const providerQuery = { queryKey: ['sign-on'], queryFn: findProvider, staleTime: Infinity } as const;

interface Props {
  readonly onPasskey: () => void;
  readonly isBusy: boolean;
}

/** The ways in besides the password: those that this browser and this gateway have. */
export const OtherWays = ({ onPasskey, isBusy }: Props): ReactNode => {
  const say = useWords(sessionWords);
  const { data: provider } = useQuery(providerQuery);
  const hasPasskeys = canUsePasskeys();
  if (!hasPasskeys && provider === undefined) return null;
  return (
    <Stack gap="sm">
      <Divider label={say('or')} />
      {hasPasskeys && (
        <Button
          variant="default"
          size="md"
          disabled={isBusy}
          leftSection={<IconFingerprint aria-hidden size={20} />}
          onClick={onPasskey}
        >
          {say('passkey')}
        </Button>
      )}
      {provider !== undefined && (
        <Button
          component="a"
          href={providerLink('sign-in')}
          variant="default"
          size="md"
          leftSection={<IconLogin aria-hidden size={20} />}
        >
          {say('singleSignOn', { name: provider.name })}
        </Button>
      )}
    </Stack>
  );
};
