import { Anchor, Stack, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useWords } from '../words/i18n.ts';
import { sessionWords } from './words.ts';

interface Props {
  readonly value: string;
  readonly onChange: (code: string) => void;
}

/** The code of an app, or one of the recovery codes, which have letters. */
export const CodeField = ({ value, onChange }: Props): ReactNode => {
  const say = useWords(sessionWords);
  const [isRecovery, setRecovery] = useState(false);
  return (
    <Stack gap={4} align="flex-start">
      <TextInput
        key={isRecovery ? 'recovery' : 'code'}
        w="100%"
        label={say(isRecovery ? 'recoveryCode' : 'code')}
        description={say(isRecovery ? 'recoveryHint' : 'codeHint')}
        name="code"
        autoComplete={isRecovery ? 'off' : 'one-time-code'}
        inputMode={isRecovery ? 'text' : 'numeric'}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        required
        withAsterisk={false}
        // The person has just pressed a button, and is asked for one thing more.
        autoFocus
        data-autofocus
      />
      <Anchor
        component="button"
        type="button"
        onClick={() => {
          setRecovery(!isRecovery);
          onChange('');
        }}
      >
        {say(isRecovery ? 'useAppCode' : 'useRecovery')}
      </Anchor>
    </Stack>
  );
};
