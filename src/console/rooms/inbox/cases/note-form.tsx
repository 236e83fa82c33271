import { Button, Stack, Textarea } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import { type CaseWithHistory, stepCase } from '../../../api/inbox/cases.ts';
import { ProblemNote } from '../../../parts/problems/problem-note.tsx';
import { forgetKept, useKept } from '../../../parts/use-kept.ts';
import { useWords } from '../../../words/i18n.ts';
import { caseWords } from './case-words.ts';

/** The longest note that the gateway keeps. */
const MOST = 1000;

/** Writes a note into the history; what is typed survives a reload. */
export const NoteForm = ({ of }: { readonly of: CaseWithHistory }): ReactNode => {
  const say = useWords(caseWords);
  const queries = useQueryClient();
  const key = `case.${of.id}.note`;
  const [text, setText] = useKept(key, '');
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const add = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    try {
      await stepCase(of, { kind: 'note', body: { text: text.trim() } });
      setText('');
      forgetKept(key);
    } catch (caught) {
      setError(caught);
    } finally {
      await queries.invalidateQueries({ queryKey: ['cases'] });
      setBusy(false);
    }
  };
  return (
    <form onSubmit={(event) => void add(event)} className="card">
      <Stack gap="xs" align="flex-start">
        <Textarea
          label={say('note')}
          description={say('noteHint')}
          value={text}
          maxLength={MOST}
          autosize
          minRows={2}
          maxRows={10}
          w="100%"
          onChange={({ currentTarget }) => setText(currentTarget.value)}
        />
        <ProblemNote error={error} />
        <Button type="submit" variant="default" loading={isBusy} disabled={text.trim() === ''}>
          {say('addNote')}
        </Button>
      </Stack>
    </form>
  );
};
