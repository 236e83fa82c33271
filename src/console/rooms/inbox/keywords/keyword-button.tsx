import { Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { analyse } from '../../../../domain/text/analyse.ts';
import { changeKeyword, type Keyword, makeKeyword } from '../../../api/inbox/keywords.ts';
import { tryOnce } from '../../../api/try-once.ts';
import { ActButton } from '../../../parts/acts/act-button.tsx';
import { errorAt } from '../../../parts/problems/error-at.ts';
import { commonWords } from '../../../words/common.ts';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { keywordsWords } from './words.ts';

/** Opens the form of a keyword: of a new one, or of one that is changed. */
export const KeywordButton = ({ of }: { readonly of?: Keyword }): ReactNode => {
  const say = useWords(keywordsWords);
  const sayCommon = useWords(commonWords);
  const { number } = useFormats();
  const queries = useQueryClient();
  const [word, setWord] = useState('');
  const [reply, setReply] = useState('');
  const [error, setError] = useState<unknown>();
  const { parts } = analyse(reply);
  const body = { word: word.trim(), reply: reply.trim() };
  return (
    <ActButton
      variant={of === undefined ? 'filled' : 'default'}
      {...(of !== undefined && { size: 'compact-md', 'aria-label': say('edit', { word: of.word }) })}
      label={of === undefined ? say('make') : say('editShort')}
      title={of === undefined ? say('make') : say('edit', { word: of.word })}
      verb={of === undefined ? say('makeVerb', { word: body.word }) : say('editVerb')}
      isIncomplete={body.word === '' || body.reply === ''}
      onOpen={() => {
        setWord(of?.word ?? '');
        setReply(of?.reply ?? '');
        setError(undefined);
      }}
      onAct={async () => {
        try {
          await (of === undefined
            ? tryOnce(['keyword', body], (key) => makeKeyword(body, key))
            : changeKeyword(of, body));
        } catch (caught) {
          setError(caught);
          throw caught;
        } finally {
          await queries.invalidateQueries({ queryKey: ['keywords'] });
        }
      }}
    >
      <Stack gap="sm">
        <TextInput
          label={say('word')}
          description={say('wordHint')}
          value={word}
          maxLength={40}
          error={errorAt(error, 'word')}
          onChange={({ currentTarget }) => setWord(currentTarget.value)}
        />
        <Textarea
          label={say('reply')}
          description={say('replyHint')}
          value={reply}
          maxLength={1000}
          autosize
          minRows={3}
          error={errorAt(error, 'reply')}
          onChange={({ currentTarget }) => setReply(currentTarget.value)}
        />
        <Text c="var(--quiet)">
          {sayCommon('parts', { count: parts, n: number(reply === '' ? 0 : parts) })}
        </Text>
      </Stack>
    </ActButton>
  );
};
