import { Button, PasswordInput, Stack, Text } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { normalisePassword, whyNoPassword } from '../../domain/access/password.ts';
import { isProblem, Problem } from '../api/problem.ts';
import { changePassword } from '../api/session.ts';
import { useWords } from '../words/i18n.ts';
import { EntryProblem } from './entry-problem.tsx';
import { useSecondsLeft } from './use-seconds-left.ts';
import { sessionWords } from './words.ts';

interface Props {
  /** The name of the user, which is no password. */
  readonly name: string;
  /** The password that the person has just signed in with. Undefined: it is asked for. */
  readonly current: string | undefined;
  readonly onChanged: () => void;
}

const SHORTEST = 12;

/** The first sign-in with a one-time password asks for a password that only the person knows. */
export const ChangePasswordForm = ({ name, current, onChanged }: Props): ReactNode => {
  const say = useWords(sessionWords);
  const [typed, setTyped] = useState('');
  const [next, setNext] = useState('');
  const [again, setAgain] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [hasTried, setTried] = useState(false);
  const [error, setError] = useState<unknown>();
  const left = useSecondsLeft(
    error as object | undefined,
    error instanceof Problem ? error.retryAfter : undefined,
  );

  /** What is wrong with the new password, in words. */
  const whyNot = (): string | undefined => {
    if ([...next].length < SHORTEST) return say('tooShort');
    if (whyNoPassword(normalisePassword(next), name) !== undefined) return say('tooCommon');
    if (isProblem(error, 'validation')) return say('sameAsNow');
    return undefined;
  };
  const unfit = hasTried ? whyNot() : undefined;
  const isDifferent = again !== '' && again !== next;

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setTried(true);
    setError(undefined);
    const isUnfit = whyNoPassword(normalisePassword(next), name) !== undefined;
    if (isUnfit || next !== again) return;
    setBusy(true);
    try {
      await changePassword(current ?? typed, next);
      onChanged();
    } catch (caught) {
      setError(caught);
    } finally {
      setBusy(false);
    }
  };

  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack>
        <Text>{say('mustChangeWhy')}</Text>
        {/* Password keepers learn whose password it is. */}
        <input type="hidden" name="username" autoComplete="username" value={name} />
        {current === undefined && (
          <PasswordInput
            label={say('currentPassword')}
            autoComplete="current-password"
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            visibilityToggleButtonProps={{ 'aria-label': say('showPassword') }}
            required
            withAsterisk={false}
          />
        )}
        <PasswordInput
          label={say('newPassword')}
          description={say('newPasswordHint')}
          autoComplete="new-password"
          value={next}
          onChange={(event) => {
            setNext(event.currentTarget.value);
            setError(undefined);
          }}
          error={unfit}
          visibilityToggleButtonProps={{ 'aria-label': say('showPassword') }}
          required
          withAsterisk={false}
          autoFocus
        />
        <PasswordInput
          label={say('newPasswordAgain')}
          autoComplete="new-password"
          value={again}
          onChange={(event) => setAgain(event.currentTarget.value)}
          error={isDifferent ? say('different') : undefined}
          visibilityToggleButtonProps={{ 'aria-label': say('showPassword') }}
          required
          withAsterisk={false}
        />
        {!isProblem(error, 'validation') && <EntryProblem error={error} entered="password" left={left} />}
        <Button type="submit" size="md" loading={isBusy} disabled={left > 0}>
          {say('change')}
        </Button>
      </Stack>
    </form>
  );
};
