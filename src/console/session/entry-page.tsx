import { Anchor, Center, Group, Loader, Paper, Stack, Text, Title } from '@mantine/core';
import { type ReactNode, useEffect, useState } from 'react';
import type { Session } from '../api/session.ts';
import { ProblemNote } from '../parts/problems/problem-note.tsx';
import { commonWords } from '../words/common.ts';
import { speak, useLanguage, useWords } from '../words/i18n.ts';
import { ChangePasswordForm } from './change-password-form.tsx';
import { SignInForm } from './sign-in-form.tsx';
import { sessionWords } from './words.ts';

interface Props {
  /** Undefined: there is none, or it is not known yet. */
  readonly session: Session | undefined;
  /** Whether it is not known yet if there is a session. */
  readonly isUnknown: boolean;
  /** Whether the gateway is being asked for it. */
  readonly isLooking: boolean;
  /** Why it is not known whether there is a session. */
  readonly failure: unknown;
  /** Asks the gateway for the session, again if it does not answer. */
  readonly onRetry: () => void;
  readonly onSession: (session: Session) => void;
}

/** What a person sees before there is a session that may do something. */
export const EntryPage = ({
  session,
  isUnknown,
  isLooking,
  failure,
  onRetry,
  onSession,
}: Props): ReactNode => {
  const say = useWords(sessionWords);
  const sayCommon = useWords(commonWords);
  const other = useLanguage() === 'fr' ? 'en' : 'fr';
  const [password, setPassword] = useState<string>();
  const title = say(session === undefined ? 'title' : 'mustChange');
  useEffect(() => {
    document.title = `${title} · Tocsin`;
  }, [title]);
  if (isUnknown && failure === undefined) {
    return (
      <Center component="main" mih="100dvh" className="entry">
        <Group role="status">
          <Loader size="sm" aria-hidden /> {sayCommon('loading')}
        </Group>
      </Center>
    );
  }
  return (
    <Center component="main" mih="100dvh" p="md" className="entry">
      <Paper w="100%" maw={440} p="xl" radius="lg" withBorder className="entry-card">
        <Stack>
          <Group justify="space-between" align="center">
            <Group gap="sm">
              <img src="/console/icons/live.svg" alt="" width={36} height={36} />
              <Text fw={700} size="xl">
                Tocsin
              </Text>
            </Group>
            <Anchor component="button" type="button" lang={other} onClick={() => speak(other)}>
              {say('otherLanguage')}
            </Anchor>
          </Group>
          <Title order={1} mt="xs">
            {title}
          </Title>
          <ProblemNote error={failure} onRetry={onRetry} isRetrying={isLooking} />
          {session === undefined && !isUnknown && (
            <SignInForm
              onSignedIn={(next, typed) => {
                setPassword(typed);
                onSession(next);
              }}
            />
          )}
          {session !== undefined && (
            <ChangePasswordForm
              name={session.user.name}
              current={password}
              onChanged={() => {
                setPassword(undefined);
                onRetry();
              }}
            />
          )}
        </Stack>
      </Paper>
    </Center>
  );
};
