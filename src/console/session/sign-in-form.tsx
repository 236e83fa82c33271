import { Button, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { isProblem, Problem } from '../api/problem.ts';
import { passkeyOptions, type Session, signIn, signInByPasskey } from '../api/session.ts';
import { useWords } from '../words/i18n.ts';
import { CodeField } from './code-field.tsx';
import { type Entered, EntryProblem } from './entry-problem.tsx';
import { OtherWays } from './other-ways.tsx';
import { askForPasskey, canUsePasskeys } from './passkey.ts';
import { useSecondsLeft } from './use-seconds-left.ts';
import { sessionWords } from './words.ts';

interface Props {
  /** The name that the password belongs to: that of the person whose page is kept behind. */
  readonly onlyName?: string;
  /** Gets the password too, which is needed once more when a one-time password is changed. */
  readonly onSignedIn: (session: Session, password: string | undefined) => void;
}

interface Failure {
  readonly error: unknown;
  readonly entered: Entered;
}

/** Name and password, and a code or a passkey where the person has a second factor; or a passkey alone. */
export const SignInForm = ({ onlyName, onSignedIn }: Props): ReactNode => {
  const say = useWords(sessionWords);
  const [name, setName] = useState(onlyName ?? '');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [needsCode, setNeedsCode] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const seconds = failure?.error instanceof Problem ? failure.error.retryAfter : undefined;
  const left = useSecondsLeft(failure, seconds);

  const enter = async (entered: Entered, begin: () => Promise<Session>): Promise<void> => {
    setBusy(true);
    setFailure(undefined);
    try {
      onSignedIn(await begin(), entered === 'passkey' ? undefined : password);
    } catch (error) {
      if (isProblem(error, 'code-needed')) setNeedsCode(true);
      else setFailure({ error, entered });
      if (entered === 'code') setCode('');
    } finally {
      setBusy(false);
    }
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void enter(needsCode ? 'code' : 'all', () => signIn({ name, password, ...(code !== '' && { code }) }));
  };
  const byPasskey = (): void =>
    void enter('passkey', async () => {
      const passkey = await askForPasskey(await passkeyOptions());
      return needsCode ? signIn({ name, password, passkey }) : signInByPasskey(passkey);
    });
  const changing =
    (change: (value: string) => void) =>
    (value: string): void => {
      change(value);
      setNeedsCode(false);
      setCode('');
    };

  return (
    <Stack>
      <form onSubmit={submit}>
        <Stack>
          <TextInput
            label={say('name')}
            name="username"
            autoComplete="username"
            value={name}
            onChange={(event) => changing(setName)(event.currentTarget.value)}
            readOnly={onlyName !== undefined}
            autoFocus={onlyName === undefined}
            required
            withAsterisk={false}
          />
          <PasswordInput
            label={say('password')}
            name="password"
            autoComplete="current-password"
            value={password}
            onChange={(event) => changing(setPassword)(event.currentTarget.value)}
            visibilityToggleButtonProps={{ 'aria-label': say('showPassword') }}
            data-autofocus={onlyName === undefined ? undefined : true}
            required
            withAsterisk={false}
          />
          {needsCode && (
            <>
              <Text role="status">{say('codeWhy')}</Text>
              <CodeField value={code} onChange={setCode} />
            </>
          )}
          <EntryProblem {...(failure ?? { error: undefined, entered: 'all' })} left={left} />
          <Button type="submit" size="md" loading={isBusy} disabled={left > 0}>
            {say('signIn')}
          </Button>
        </Stack>
      </form>
      {needsCode ? (
        canUsePasskeys() && (
          <Button variant="default" size="md" onClick={byPasskey} disabled={isBusy || left > 0}>
            {say('passkeyForCode')}
          </Button>
        )
      ) : (
        <OtherWays onPasskey={byPasskey} isBusy={isBusy} />
      )}
    </Stack>
  );
};
