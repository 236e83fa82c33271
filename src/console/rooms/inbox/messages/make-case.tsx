import { Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useRef } from 'react';
import { useLocation } from 'wouter';
import { openCase } from '../../../api/inbox/cases.ts';
import type { InboxMessage } from '../../../api/inbox/inbox.ts';
import { newKey } from '../../../api/new-key.ts';
import { isProblem } from '../../../api/problem.ts';
import { ActButton } from '../../../parts/acts/act-button.tsx';
import { Said } from '../../../parts/said.tsx';
import { useWords } from '../../../words/i18n.ts';
import { messagesWords } from './words.ts';

/** Makes a call for help of a message that was read as something else, and goes to the case. */
export const MakeCase = ({ of: { id, text } }: { readonly of: InboxMessage }): ReactNode => {
  const say = useWords(messagesWords);
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  const key = useRef(newKey());
  return (
    <ActButton
      size="compact-md"
      variant="default"
      label={say('makeCase')}
      title={say('makeCaseTitle')}
      verb={say('makeCaseVerb')}
      onAct={async () => {
        try {
          const made = await openCase(id, true, key.current);
          navigate(`/inbox/cases/${made.id}`);
        } catch (error) {
          // The phone has a case already: there it goes on.
          if (!isProblem(error, 'case-open')) throw error;
          navigate(`/inbox/cases/${Number(error.members['case'])}`);
        } finally {
          await queries.invalidateQueries({ queryKey: ['cases'] });
        }
      }}
    >
      <blockquote className="cry">
        <Said>{text.slice(0, 500)}</Said>
      </blockquote>
      <Text>{say('makeCaseText')}</Text>
    </ActButton>
  );
};
