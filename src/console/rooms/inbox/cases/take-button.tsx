import { Button, type ButtonProps, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { type Case, takeCase } from '../../../api/inbox/cases.ts';
import { isProblem } from '../../../api/problem.ts';
import { ActButton } from '../../../parts/acts/act-button.tsx';
import { useUndo } from '../../../parts/acts/undoable.tsx';
import { ProblemNote } from '../../../parts/problems/problem-note.tsx';
import { useWords } from '../../../words/i18n.ts';
import { casesWords } from './words.ts';

interface Props {
  readonly of: Case;
  readonly size?: ButtonProps['size'];
}

/** Takes a case at one click. If somebody was faster, it says who has it, and reads the case anew. */
export const TakeButton = ({ of: { id }, size }: Props): ReactNode => {
  const say = useWords(casesWords);
  const queries = useQueryClient();
  const tell = useUndo();
  const [isTaking, setTaking] = useState(false);
  const [error, setError] = useState<unknown>();
  const take = async (): Promise<void> => {
    setTaking(true);
    setError(undefined);
    try {
      await takeCase(id);
    } catch (caught) {
      if (!isProblem(caught, 'case-taken')) setError(caught);
      else tell(say('takenFirst', { who: String(caught.members['holder'] ?? '') }));
    } finally {
      await queries.invalidateQueries({ queryKey: ['cases'] });
      setTaking(false);
    }
  };
  return (
    <div className="take">
      <Button {...(size !== undefined && { size })} loading={isTaking} onClick={() => void take()}>
        {say('take')}
      </Button>
      <ProblemNote error={error} />
    </div>
  );
};

/** Takes a case over from who has it, after a question. */
export const TakeOverButton = ({ of: { id, holder } }: Props): ReactNode => {
  const say = useWords(casesWords);
  const queries = useQueryClient();
  const who = holder ?? '';
  return (
    <ActButton
      variant="default"
      label={say('takeOver', { who })}
      title={say('takeOverTitle')}
      verb={say('takeOverVerb', { who })}
      onAct={async () => {
        await takeCase(id, who).finally(() => queries.invalidateQueries({ queryKey: ['cases'] }));
      }}
    >
      <Text>{say('takeOverText', { who })}</Text>
    </ActButton>
  );
};
