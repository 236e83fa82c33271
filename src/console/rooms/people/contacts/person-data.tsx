import { Button, List, Stack, Text, TextInput, Title } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { type Erasure, erasePerson, exportPerson } from '../../../api/people/contacts.ts';
import { ActButton } from '../../../parts/acts/act-button.tsx';
import { ProblemNote } from '../../../parts/problems/problem-note.tsx';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { personWords } from './person-words.ts';
import { saveFile } from './save-file.ts';

const digits = (text: string): string => text.replaceAll(/\D/g, '');

/** All that is stored of a person: as a file, or erased. */
export const PersonData = ({ number }: { readonly number: string }): ReactNode => {
  const say = useWords(personWords);
  const { phone, number: figure } = useFormats();
  const queries = useQueryClient();
  const [typed, setTyped] = useState('');
  const [error, setError] = useState<unknown>();
  const [erased, setErased] = useState<Erasure>();
  const save = async (): Promise<void> => {
    setError(undefined);
    try {
      const all = await exportPerson(number);
      saveFile(
        new Blob([JSON.stringify(all, null, 2)], { type: 'application/json' }),
        `${digits(number)}.json`,
      );
    } catch (caught) {
      setError(caught);
    }
  };
  const erase = async (): Promise<void> => {
    setErased(await erasePerson(number));
    queries.removeQueries({ queryKey: ['messages', 'to', number] });
    void queries.invalidateQueries({ queryKey: ['people', 'contacts'] });
  };
  return (
    <section className="card" aria-labelledby="privacy">
      <Stack gap="sm" align="flex-start">
        <Title order={2} size="h3" id="privacy">
          {say('privacy')}
        </Title>
        <Text c="var(--quiet)">{say('privacyHint')}</Text>
        <Button variant="default" onClick={() => void save()}>
          {say('exportAll')}
        </Button>
        <ProblemNote error={error} />
        {erased === undefined ? (
          <ActButton
            variant="default"
            label={say('erase')}
            title={say('eraseTitle')}
            verb={say('eraseVerb', { who: phone(number) })}
            color="danger"
            isIncomplete={digits(typed) !== digits(number)}
            onOpen={() => setTyped('')}
            onAct={erase}
          >
            <Text>{say('eraseHint')}</Text>
            <TextInput
              label={`${say('eraseConfirm')} (${phone(number)})`}
              value={typed}
              onChange={({ currentTarget }) => setTyped(currentTarget.value)}
            />
          </ActButton>
        ) : (
          <div role="status">
            <Text>{say('erased', { messages: figure(erased.messages), inbox: figure(erased.inbox) })}</Text>
            {erased.mentions.length > 0 && (
              <>
                <Text>{say('mentions')}</Text>
                <List>
                  {erased.mentions.map(({ kind, id }) => (
                    <List.Item key={`${kind} ${id}`}>{say('mention', { kind, id })}</List.Item>
                  ))}
                </List>
              </>
            )}
          </div>
        )}
      </Stack>
    </section>
  );
};
