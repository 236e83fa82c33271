import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { Message } from '../../../api/messages.ts';
import { Facts } from '../../../parts/facts.tsx';
import { Said } from '../../../parts/said.tsx';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { answerWords } from '../answer-words.ts';
import { messagesWords } from '../words.ts';

/** What was asked for with the message. */
export const MessageFacts = ({ message }: { readonly message: Message }): ReactNode => {
  const say = useWords(answerWords);
  const sayRoom = useWords(messagesWords);
  const { moment } = useFormats();
  const { alert, wave, reference, priority, from, flash, owner } = message;
  return (
    <Facts
      facts={[
        {
          term: say('factAlert'),
          value: alert !== null && (
            <Link href={`/alerts/${alert}`}>{say('factWave', { id: alert, wave: wave ?? 1 })}</Link>
          ),
        },
        { term: say('factAccepted'), value: moment(message.createdAt) },
        { term: say('factValid'), value: moment(message.validUntil) },
        { term: say('factPriority'), value: sayRoom(`priority_${priority}`) },
        { term: say('factFrom'), value: <Said>{from ?? say('senderOfRoute')}</Said> },
        { term: say('factReference'), value: reference !== null && <Said>{reference}</Said> },
        { term: say('factBy'), value: <Said>{owner.name}</Said> },
        { term: say('factFlash'), value: flash && say('factFlashYes') },
        { term: say('factId'), value: <code>{message.id}</code> },
      ]}
    />
  );
};
