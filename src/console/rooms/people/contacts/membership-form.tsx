import { Select, Text, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { type ContactInFull, type Membership, putMember } from '../../../api/people/contacts.ts';
import { groupsQuery } from '../../../api/people/groups.ts';
import { ActButton } from '../../../parts/acts/act-button.tsx';
import { useWords } from '../../../words/i18n.ts';
import { contactWords } from './words.ts';

interface Props {
  readonly contact: ContactInFull;
  /** Left out: puts the contact on a list. */
  readonly membership?: Membership;
  readonly name?: string;
}

const CONSENTS = ['given', 'unknown', 'refused'] as const;

/** Puts a contact on a list, or changes what it said to one. */
export const MembershipForm = ({ contact, membership, name = '' }: Props): ReactNode => {
  const say = useWords(contactWords);
  const queries = useQueryClient();
  const lists = useQuery(groupsQuery('list'));
  const [list, setList] = useState<string | null>(null);
  const [consent, setConsent] = useState<Membership['consent']>(membership?.consent ?? 'given');
  const [proof, setProof] = useState('');
  const isNew = membership === undefined;
  const on = new Set(contact.memberships.map((one) => one.list));
  const target = isNew ? Number(list) : membership.list;
  const act = async (): Promise<void> => {
    await putMember(target, contact.number, { consent, consentSource: proof.trim() });
    await queries.invalidateQueries({ queryKey: ['people'] });
  };
  return (
    <ActButton
      variant="default"
      size={isNew ? 'sm' : 'compact-md'}
      label={say(isNew ? 'putOnList' : 'change')}
      title={isNew ? say('putOnList') : say('changeConsent', { list: name })}
      verb={isNew ? say('putVerb') : `${say('consent')}\u00a0: ${say(`consent_${consent}`)}`}
      isIncomplete={(isNew && list === null) || proof.trim() === ''}
      onOpen={() => setProof('')}
      onAct={act}
    >
      {isNew && (
        <Select
          label={say('list')}
          data={(lists.data?.items ?? [])
            .filter(({ id }) => !on.has(id))
            .map((one) => ({ value: String(one.id), label: one.name }))}
          value={list}
          onChange={setList}
        />
      )}
      <Select
        label={say('consent')}
        data={CONSENTS.map((value) => ({ value, label: say(`consent_${value}`) }))}
        value={consent}
        allowDeselect={false}
        onChange={(value) => setConsent(CONSENTS.find((one) => one === value) ?? 'unknown')}
      />
      {consent === 'refused' && <Text>{say('refusalHint')}</Text>}
      <TextInput
        label={say('proof')}
        description={say('proofHint')}
        value={proof}
        onChange={({ currentTarget }) => setProof(currentTarget.value)}
      />
    </ActButton>
  );
};
