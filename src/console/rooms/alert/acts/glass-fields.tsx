import { Checkbox, Stack, Text, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useWords } from '../../../words/i18n.ts';
import { actWords } from '../words/act-words.ts';

const LEAST_REASON = 10;

export interface Glass {
  readonly isBroken: boolean;
  readonly reason: string;
}

export const UNBROKEN: Glass = { isBroken: false, reason: '' };

/** The reason to go without the second person; undefined: the glass stays whole, or the reason is too short. */
export const reasonIn = ({ isBroken, reason }: Glass): string | undefined =>
  isBroken && reason.trim().length >= LEAST_REASON ? reason.trim() : undefined;

interface Props {
  readonly glass: Glass;
  readonly onChange: (glass: Glass) => void;
}

/** For the lone duty officer: goes without the second person, says why, and says that others learn of it. */
export const GlassFields = ({ glass, onChange }: Props): ReactNode => {
  const say = useWords(actWords);
  return (
    <Stack gap="xs" className="alert-glass">
      <Text fw={600}>{say('needsSecond')}</Text>
      <Checkbox
        label={say('glass')}
        description={say('glassHint')}
        checked={glass.isBroken}
        onChange={(event) => onChange({ ...glass, isBroken: event.currentTarget.checked })}
      />
      {glass.isBroken && (
        <TextInput
          label={say('glassReason')}
          value={glass.reason}
          required
          maxLength={500}
          onChange={(event) => onChange({ ...glass, reason: event.currentTarget.value })}
        />
      )}
    </Stack>
  );
};
