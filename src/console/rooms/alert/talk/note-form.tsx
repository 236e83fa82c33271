import { Button, Group, Stack, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { writeNote } from '../../../api/alerts/alert-acts.ts';
import { tryOnce } from '../../../api/try-once.ts';
import { ProblemNote } from '../../../parts/problems/problem-note.tsx';
import { useKept } from '../../../parts/use-kept.ts';
import { useWords } from '../../../words/i18n.ts';
import { talkWords } from '../words/talk-words.ts';

const MOST = 2000;

export const NoteForm = ({ id }: { readonly id: number }): ReactNode => {
  const say = useWords(talkWords);
  const queries = useQueryClient();
  const [text, setText] = useKept(`alert-note-${id}`, '');
  const write = useMutation({
    mutationFn: () => tryOnce(['note', id, text.trim()], (key) => writeNote(id, text.trim(), key)),
    onSuccess: async () => {
      setText('');
      await queries.invalidateQueries({ queryKey: ['alerts', id] });
    },
  });
  const isTooLong = text.trim().length > MOST;
  return (
    <form
      className="alert-note-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== '' && !isTooLong) write.mutate();
      }}
    >
      <Stack gap="xs">
        <Textarea
          label={say('noteLabel')}
          description={say('notesHint')}
          autosize
          minRows={1}
          maxRows={6}
          value={text}
          error={isTooLong && say('noteLong')}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <ProblemNote error={write.error} />
        <Group>
          <Button
            type="submit"
            variant="default"
            disabled={text.trim() === '' || isTooLong}
            loading={write.isPending}
          >
            {say('noteWrite')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
};
