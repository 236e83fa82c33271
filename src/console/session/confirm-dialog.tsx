import { Button, Group, Modal, PasswordInput, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import { isProblem, Problem } from '../api/problem.ts';
import {
  confirmBy,
  confirmByPasskey,
  confirmOptions,
  countPasskeys,
  providerLink,
  type Session,
} from '../api/session.ts';
import { commonWords } from '../words/common.ts';
import { useWords } from '../words/i18n.ts';
import { CodeField } from './code-field.tsx';
import { type Entered, EntryProblem } from './entry-problem.tsx';
import { providerQuery } from './other-ways.tsx';
import { askForPasskey, canUsePasskeys } from './passkey.ts';
import { useSecondsLeft } from './use-seconds-left.ts';
import { sessionWords } from './words.ts';

interface Props {
  readonly session: Session;
  readonly onDone: (confirmed: boolean) => void;
  /** The session has ended meanwhile; signing in again counts for the password. */
  readonly onEnded: () => void;
}

/** Asks for the password, a code or a passkey, where the gateway wants it entered within five minutes. */
export const ConfirmDialog = ({ session, onDone, onEnded }: Props): ReactNode => {
  const say = useWords(sessionWords);
  const sayCommon = useWords(commonWords);
  const [way, setWay] = useState<'password' | 'code'>('password');
  const [typed, setTyped] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<{ readonly error: unknown; readonly entered: Entered }>();
  const left = useSecondsLeft(
    failure,
    failure?.error instanceof Problem ? failure.error.retryAfter : undefined,
  );
  const { data: passkeys = 0 } = useQuery({ queryKey: ['own-passkeys', 'count'], queryFn: countPasskeys });
  const { data: provider } = useQuery(providerQuery);

  const enter = async (entered: Entered, confirm: () => Promise<void>): Promise<void> => {
    setBusy(true);
    setFailure(undefined);
    try {
      await confirm();
      onDone(true);
    } catch (error) {
      if (isProblem(error, 'unauthenticated')) onEnded();
      else setFailure({ error, entered });
    } finally {
      setBusy(false);
    }
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    // The form may stand inside another one on the page (React's events pass portals).
    event.stopPropagation();
    void enter(way, () => confirmBy(way === 'code' ? { code: typed } : { password: typed }));
  };
  const byPasskey = (): void =>
    void enter('passkey', async () => confirmByPasskey(await askForPasskey(await confirmOptions())));
  const change = (next: 'password' | 'code'): void => {
    setWay(next);
    setTyped('');
    setFailure(undefined);
  };

  return (
    <Modal
      opened
      onClose={() => onDone(false)}
      title={say('confirmTitle')}
      closeButtonProps={{ 'aria-label': sayCommon('close') }}
      centered
    >
      <form onSubmit={submit}>
        <Stack>
          <Text>{say('confirmWhy')}</Text>
          {way === 'code' ? (
            <CodeField value={typed} onChange={setTyped} />
          ) : (
            <PasswordInput
              label={say('password')}
              name="password"
              autoComplete="current-password"
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
              visibilityToggleButtonProps={{ 'aria-label': say('showPassword') }}
              required
              withAsterisk={false}
              data-autofocus
            />
          )}
          <EntryProblem {...(failure ?? { error: undefined, entered: way })} left={left} />
          <Group gap="xs">
            {session.secondFactor && (
              <Button variant="subtle" onClick={() => change(way === 'code' ? 'password' : 'code')}>
                {say(way === 'code' ? 'usePassword' : 'useCode')}
              </Button>
            )}
            {passkeys > 0 && canUsePasskeys() && (
              <Button variant="subtle" onClick={byPasskey} disabled={isBusy}>
                {say('usePasskey')}
              </Button>
            )}
            {provider?.confirms === true && (
              <Button variant="subtle" component="a" href={providerLink('confirm')}>
                {say('confirmBy', { name: provider.name })}
              </Button>
            )}
          </Group>
          {provider?.confirms === true && <Text c="var(--quiet)">{say('confirmByHint')}</Text>}
          <Group justify="flex-end">
            <Button variant="default" onClick={() => onDone(false)}>
              {sayCommon('cancel')}
            </Button>
            <Button type="submit" loading={isBusy} disabled={left > 0}>
              {say('confirm')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
};
