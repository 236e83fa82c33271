import { Text, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { type OptOut, removeOptOut } from '../../../api/people/opt-outs.ts';
import { ActButton } from '../../../parts/acts/act-button.tsx';
import { useUndo } from '../../../parts/acts/undoable.tsx';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { optOutWords } from './words.ts';

/** Removes an opt-out, with what shows that the person asked for it. */
export const TakeBack = ({ optOut }: { readonly optOut: OptOut }): ReactNode => {
  const say = useWords(optOutWords);
  const { phone } = useFormats();
  const tell = useUndo();
  const queries = useQueryClient();
  const [reason, setReason] = useState('');
  const act = async (): Promise<void> => {
    await removeOptOut(optOut.number, optOut.list, reason.trim());
    await queries.invalidateQueries({ queryKey: ['opt-outs'] });
    void queries.invalidateQueries({ queryKey: ['people'] });
    tell(say('removed'));
  };
  return (
    <ActButton
      variant="default"
      size="compact-md"
      label={say('remove')}
      title={say('removeTitle', { number: phone(optOut.number) })}
      verb={say('removeVerb')}
      isIncomplete={reason.trim() === ''}
      onOpen={() => setReason('')}
      onAct={act}
    >
      <Text>{say('removeHint')}</Text>
      <TextInput
        label={say('reason')}
        description={say('reasonHint')}
        value={reason}
        onChange={({ currentTarget }) => setReason(currentTarget.value)}
      />
    </ActButton>
  );
};
