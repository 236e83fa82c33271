import { Text, Textarea } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { isProblem } from '../../../api/problem.ts';
import { ActButton } from '../../../parts/acts/act-button.tsx';
import { useWords } from '../../../words/i18n.ts';
import { checkWords } from './words.ts';

const LEAST_REASON = 10;

interface Props {
  /** How many get it, in words. */
  readonly people: string;
  readonly isExercise: boolean;
  /** @param again whether it goes out although the same went out a short time ago */
  readonly onAct: (reason: string, again: boolean) => Promise<unknown>;
}

/** Sends without the second person, with a reason that everybody reads afterwards. */
export const GlassButton = ({ people, isExercise, onAct }: Props): ReactNode => {
  const say = useWords(checkWords);
  const [reason, setReason] = useState('');
  const [isAgain, setAgain] = useState(false);
  return (
    <ActButton
      variant="subtle"
      color={isExercise ? 'exercise' : 'danger'}
      className="long-button"
      label={say('glass')}
      title={say('glassTitle', { people })}
      verb={say(isAgain ? 'glassAgain' : isExercise ? 'glassExercise' : 'glassVerb', { people })}
      isIncomplete={reason.trim().length < LEAST_REASON}
      onOpen={() => setAgain(false)}
      onAct={() =>
        onAct(reason.trim(), isAgain).catch((error: unknown) => {
          if (isProblem(error, 'recently-alerted')) setAgain(true);
          throw error;
        })
      }
    >
      <Text>{say('glassHint')}</Text>
      {isAgain && <Text fw={600}>{say('recent')}</Text>}
      <Textarea
        data-autofocus
        label={say('glassReason')}
        description={say('glassReasonHint')}
        autosize
        minRows={2}
        maxLength={500}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </ActButton>
  );
};
