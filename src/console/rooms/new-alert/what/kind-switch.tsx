import { Group, SegmentedControl, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useWords } from '../../../words/i18n.ts';
import { newAlertWords } from '../words.ts';

interface Props {
  readonly isExercise: boolean;
  readonly onChange: (isExercise: boolean) => void;
  /** A scenario that is an exercise is never sent live. */
  readonly isFixed?: boolean;
}

/** LIVE or EXERCISE, and what that means for phones. */
export const KindSwitch = ({ isExercise, onChange, isFixed = false }: Props): ReactNode => {
  const say = useWords(newAlertWords);
  if (isFixed) return <Text>{`${say('alwaysExercise')} ${say('kindExerciseHint')}`}</Text>;
  return (
    <Group gap="sm">
      <SegmentedControl
        aria-label={say('kind')}
        className="kind-switch"
        color={isExercise ? 'exercise' : 'danger'}
        value={isExercise ? 'exercise' : 'live'}
        onChange={(value) => onChange(value === 'exercise')}
        data={[
          { value: 'live', label: say('live') },
          { value: 'exercise', label: say('exercise') },
        ]}
      />
      <Text className="kind-hint">{say(isExercise ? 'kindExerciseHint' : 'kindLiveHint')}</Text>
    </Group>
  );
};
