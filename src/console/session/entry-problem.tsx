import { Alert, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Problem } from '../api/problem.ts';
import { ProblemNote } from '../parts/problems/problem-note.tsx';
import { useWords } from '../words/i18n.ts';
import { NoPasskey } from './passkey.ts';
import { sessionWords } from './words.ts';

/** What was entered: a wrong one of each is said in other words. */
export type Entered = 'all' | 'password' | 'code' | 'passkey';

const WRONG = {
  all: 'wrong',
  password: 'wrongPassword',
  code: 'wrongCode',
  passkey: 'wrongPasskey',
} as const;

const SAID = {
  'one-time-password-expired': 'oneTimeOld',
  'too-many-sign-ins': 'tooMany',
  'sign-in-busy': 'busy',
  'passkeys-unavailable': 'noPasskeys',
  'not-found': 'noPasskeyHere',
} as const;

interface Props {
  readonly error: unknown;
  readonly entered: Entered;
  /** Seconds until another try makes sense. */
  readonly left: number;
}

/** Why somebody was not let in, and what to do. The seconds that count down are not read out one by one. */
export const EntryProblem = ({ error, entered, left }: Props): ReactNode => {
  const say = useWords(sessionWords);
  if (error === undefined) return null;
  const wordOf = (): Parameters<typeof say>[0] | undefined => {
    if (error instanceof NoPasskey) return error.why === 'elsewhere' ? 'passkeyElsewhere' : 'passkeyGivenUp';
    if (!(error instanceof Problem)) return undefined;
    return error.name === 'sign-in-refused' ? WRONG[entered] : SAID[error.name as keyof typeof SAID];
  };
  const word = wordOf();
  if (word === undefined) return <ProblemNote error={error} />;
  return (
    <Alert role="alert" color="red" variant="light" icon={<IconAlertTriangle aria-hidden />}>
      <Text>{say(word === 'tooMany' && left === 0 ? 'tryNow' : word)}</Text>
      {left > 0 && (
        <Text aria-hidden className="figures" fw={600}>
          {say('againIn', { seconds: left })}
        </Text>
      )}
    </Alert>
  );
};
