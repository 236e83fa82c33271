import { Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useLocation } from 'wouter';
import { restore } from '../../../api/operation/bin.ts';
import { isProblem, type Problem } from '../../../api/problem.ts';
import { ActButton } from '../../../parts/acts/act-button.tsx';
import { useUndo } from '../../../parts/acts/undoable.tsx';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { showWords } from './words.ts';

interface Props {
  readonly kind: 'scenario' | 'template';
  readonly id: number;
  readonly name: string;
  readonly onRemove: () => Promise<unknown>;
}

const KNOWN = ['schedule', 'drill', 'drillRun', 'trigger', 'alert'] as const;

/** Removes into the bin, with the way back. What still uses it is named, so that one can go there. */
export const RemoveNamed = ({ kind, id, name, onRemove }: Props): ReactNode => {
  const say = useWords(showWords);
  const { number } = useFormats();
  const tell = useUndo();
  const queries = useQueryClient();
  const [, go] = useLocation();
  const [used, setUsed] = useState<Problem>();
  const usedBy = (problem: Problem): string => {
    const all = (problem.members['usedBy'] ?? []) as readonly {
      readonly kind: string;
      readonly name: string;
    }[];
    const total = Number(problem.members['usedByTotal'] ?? all.length);
    const [first] = all;
    if (first === undefined) return problem.detail ?? '';
    const known = KNOWN.find((one) => one === first.kind);
    const what =
      known === undefined ? say('use_thing', { ...first }) : say(`use_${known}`, { name: first.name });
    return total > 1 ? say('inUseMore', { what, n: number(total - 1) }) : say('inUse', { what });
  };
  const act = async (): Promise<void> => {
    try {
      await onRemove();
    } catch (error) {
      if (!isProblem(error, 'in-use')) throw error;
      setUsed(error);
      return;
    }
    go(`/alerts/${kind}s`);
    const read = () => queries.invalidateQueries({ queryKey: [`${kind}s`] });
    void read();
    tell(say('removed', { name }), async () => {
      await restore(kind, id);
      await read();
    });
  };
  return (
    <>
      <ActButton
        variant="default"
        label={say('remove')}
        title={say(kind === 'scenario' ? 'removeScenario' : 'removeTemplate', { name })}
        verb={say('removeVerb')}
        color="danger"
        onOpen={() => setUsed(undefined)}
        onAct={act}
      >
        <Text>{say('removeHint')}</Text>
      </ActButton>
      {used !== undefined && (
        <Text role="alert" c="var(--bad)" className="in-use">
          <bdi>{usedBy(used)}</bdi>
        </Text>
      )}
    </>
  );
};
