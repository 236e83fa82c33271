import { Select, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { groupsQuery } from '../../../api/people/groups.ts';
import { addOptOut } from '../../../api/people/opt-outs.ts';
import { tryOnce } from '../../../api/try-once.ts';
import { ActButton } from '../../../parts/acts/act-button.tsx';
import { useUndo } from '../../../parts/acts/undoable.tsx';
import { useWords } from '../../../words/i18n.ts';
import { optOutWords } from './words.ts';

export const AddOptOut = (): ReactNode => {
  const say = useWords(optOutWords);
  const tell = useUndo();
  const queries = useQueryClient();
  const lists = useQuery(groupsQuery('list'));
  const [number, setNumber] = useState('');
  const [list, setList] = useState<string | null>(null);
  const [reason, setReason] = useState('');
  const act = async (): Promise<void> => {
    const body = {
      number: number.trim(),
      evidence: reason.trim(),
      ...(list !== null && { list: Number(list) }),
    };
    await tryOnce(['opt-out', body], (key) => addOptOut(body, key));
    await queries.invalidateQueries({ queryKey: ['opt-outs'] });
    void queries.invalidateQueries({ queryKey: ['people'] });
    tell(say('added'));
  };
  return (
    <ActButton
      label={say('add')}
      title={say('addTitle')}
      verb={number.trim() === '' ? say('addVerbEmpty') : say('addVerb', { number: number.trim() })}
      isIncomplete={number.trim() === '' || reason.trim() === ''}
      onOpen={() => {
        setNumber('');
        setList(null);
        setReason('');
      }}
      onAct={act}
    >
      <TextInput
        label={say('number')}
        description={say('numberHint')}
        type="tel"
        value={number}
        onChange={({ currentTarget }) => setNumber(currentTarget.value)}
      />
      <Select
        label={say('list')}
        placeholder={say('everyList')}
        data={(lists.data?.items ?? []).map(({ id, name }) => ({ value: String(id), label: name }))}
        value={list}
        onChange={setList}
        clearable
      />
      <TextInput
        label={say('reason')}
        description={say('reasonHint')}
        value={reason}
        onChange={({ currentTarget }) => setReason(currentTarget.value)}
      />
    </ActButton>
  );
};
