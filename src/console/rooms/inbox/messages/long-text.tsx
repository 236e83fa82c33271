import { UnstyledButton } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { Said } from '../../../parts/said.tsx';
import { useWords } from '../../../words/i18n.ts';
import { messagesWords } from './words.ts';

/** About what four lines of a table hold. */
const SHORT = 280;
const SHORT_LINES = 4;

/** A text from a phone; of a long one only the beginning, until somebody wants all of it. */
export const LongText = ({ children: text }: { readonly children: string }): ReactNode => {
  const say = useWords(messagesWords);
  const [isWhole, setWhole] = useState(false);
  if (text.trim() === '') return <span className="quiet">{say('empty')}</span>;
  const isLong = text.length > SHORT || text.split('\n').length > SHORT_LINES;
  if (!isLong) return <Said>{text}</Said>;
  return (
    <div>
      <div className={isWhole ? undefined : 'clamped'}>
        <Said>{text}</Said>
      </div>
      <UnstyledButton className="text-button" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
        {say(isWhole ? 'less' : 'whole')}
      </UnstyledButton>
    </div>
  );
};
