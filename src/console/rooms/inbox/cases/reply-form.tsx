import { Button, Stack, Text, Textarea } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { Link } from 'wouter';
import { analyse } from '../../../../domain/text/analyse.ts';
import { sendUrgently } from '../../../api/operation/outbox.ts';
import { tryOnce } from '../../../api/try-once.ts';
import { ProblemNote } from '../../../parts/problems/problem-note.tsx';
import { forgetKept, useKept } from '../../../parts/use-kept.ts';
import { commonWords } from '../../../words/common.ts';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { caseWords } from './case-words.ts';

interface Props {
  readonly id: number;
  readonly number: string;
}

/** Writes to the person who called. */
export const ReplyForm = ({ id, number: to }: Props): ReactNode => {
  const say = useWords(caseWords);
  const sayCommon = useWords(commonWords);
  const { number, phone } = useFormats();
  const kept = `case.${id}.reply`;
  const [text, setText] = useKept(kept, '');
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const [sent, setSent] = useState<string>();
  const { parts } = analyse(text);
  const reply = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    try {
      const message = await tryOnce(['reply', id, to, text], (key) =>
        sendUrgently(to, text, `case ${id}`, key),
      );
      setSent(message.id);
      setText('');
      forgetKept(kept);
    } catch (caught) {
      setError(caught);
    } finally {
      setBusy(false);
    }
  };
  const count = sayCommon('parts', { count: parts, n: number(parts) });
  return (
    <form onSubmit={(event) => void reply(event)} className="card">
      <Stack gap="xs" align="flex-start">
        <Textarea
          label={say('reply')}
          description={say('replyHint')}
          value={text}
          autosize
          minRows={2}
          maxRows={10}
          w="100%"
          onChange={({ currentTarget }) => setText(currentTarget.value)}
        />
        <ProblemNote error={error} />
        <Button type="submit" loading={isBusy} disabled={text.trim() === ''}>
          {say('sendReply', { parts: count, number: phone(to).replaceAll(' ', '\u00a0') })}
        </Button>
        <div role="status">
          {sent !== undefined && (
            <Text>
              {say('replied')} <Link href={`/messages/${sent}`}>{say('seeReply')}</Link>
            </Text>
          )}
        </div>
      </Stack>
    </form>
  );
};
