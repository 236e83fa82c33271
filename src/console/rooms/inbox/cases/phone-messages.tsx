import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { CaseWithHistory } from '../../../api/inbox/cases.ts';
import { Said } from '../../../parts/said.tsx';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { HandledAs } from '../handled-as.tsx';
import { caseWords } from './case-words.ts';

/** All that the phone wrote, newest first, as far as it is kept. */
export const PhoneMessages = ({ of: { messages } }: { readonly of: CaseWithHistory }): ReactNode => {
  const say = useWords(caseWords);
  const { moment } = useFormats();
  if (messages.length === 0) return <Text c="var(--quiet)">{say('noMessages')}</Text>;
  return (
    <ol className="phone-messages">
      {messages.map(({ id, at, text, handledAs }) => (
        <li key={id}>
          <p className="bubble">
            <Said>{text}</Said>
          </p>
          <p className="quiet-line">
            <time dateTime={at} className="figures">
              {moment(at)}
            </time>
            <HandledAs as={handledAs} />
          </p>
        </li>
      ))}
    </ol>
  );
};
