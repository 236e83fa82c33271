import { Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { discardDraft } from '../../api/alerts/drafts.ts';
import { ActButton } from '../../parts/acts/act-button.tsx';
import { useWords } from '../../words/i18n.ts';
import { newAlertWords } from './words.ts';

interface Props {
  readonly id: number;
  readonly version: number;
  readonly title: string;
  readonly onDone: () => void;
}

/** Gives a draft up. It can't be taken back, so it asks first. */
export const DiscardButton = ({ id, version, title, onDone }: Props): ReactNode => {
  const say = useWords(newAlertWords);
  const queries = useQueryClient();
  return (
    <ActButton
      variant="subtle"
      color="gray"
      size="compact-md"
      label={say('discard')}
      title={say('discardTitle', { title })}
      verb={say('discardVerb')}
      onAct={async () => {
        await discardDraft(id, version);
        onDone();
        await queries.invalidateQueries({ queryKey: ['alerts'] });
      }}
    >
      <Text>{say('discardHint')}</Text>
    </ActButton>
  );
};
