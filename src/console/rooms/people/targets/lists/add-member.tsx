import { Button, Group, NativeSelect, Text, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import { Link } from 'wouter';
import { type Member, putMember } from '../../../../api/people/targets.ts';
import { isProblem } from '../../../../api/problem.ts';
import { useUndo } from '../../../../parts/acts/undoable.tsx';
import { ProblemNote } from '../../../../parts/problems/problem-note.tsx';
import { useFormats } from '../../../../words/format.ts';
import { useWords } from '../../../../words/i18n.ts';
import { listWords } from './words.ts';

const CONSENTS = ['given', 'unknown', 'refused'] as const satisfies readonly Member['consent'][];

/** Puts a contact on a list by their number, with the consent and what shows it. */
export const AddMember = ({ list }: { readonly list: number }): ReactNode => {
  const say = useWords(listWords);
  const { phone } = useFormats();
  const tell = useUndo();
  const queries = useQueryClient();
  const [number, setNumber] = useState('');
  const [consent, setConsent] = useState<Member['consent']>('given');
  const [proof, setProof] = useState('');
  const [error, setError] = useState<unknown>();
  const add = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setError(undefined);
    try {
      const member = await putMember(list, number.trim(), { consent, consentSource: proof.trim() });
      setNumber('');
      tell(say('added', { number: phone(member.number) }));
      void queries.invalidateQueries({ queryKey: ['people'] });
      void queries.invalidateQueries({ queryKey: ['counts'] });
    } catch (caught) {
      setError(caught);
    }
  };
  const isUnknown = isProblem(error, 'not-found');
  const isNoNumber = isProblem(error, 'validation') && error.errors.some(({ path }) => path === 'number');
  return (
    <form onSubmit={(event) => void add(event)} className="card">
      <Group align="flex-start">
        <TextInput
          label={say('addNumber')}
          type="tel"
          autoComplete="off"
          value={number}
          error={isUnknown ? say('noContact') : isNoNumber ? say('badNumber') : undefined}
          onChange={({ currentTarget: { value } }) => {
            setNumber(value);
            setError(undefined);
          }}
        />
        <NativeSelect
          label={say('consent')}
          value={consent}
          data={CONSENTS.map((value) => ({ value, label: say(value) }))}
          onChange={({ currentTarget: { value } }) => setConsent(value as Member['consent'])}
        />
        <TextInput
          label={say('addProof')}
          placeholder={say('addProofHint')}
          maxLength={500}
          value={proof}
          onChange={({ currentTarget: { value } }) => setProof(value)}
        />
        <Button type="submit" mt="1.9rem" disabled={number.trim() === '' || proof.trim() === ''}>
          {say('add')}
        </Button>
      </Group>
      {isUnknown && (
        <Text mt="xs">
          <Link href="/people/contacts/new">{say('makeContact')}</Link>
        </Text>
      )}
      {!isUnknown && !isNoNumber && <ProblemNote error={error} />}
    </form>
  );
};
