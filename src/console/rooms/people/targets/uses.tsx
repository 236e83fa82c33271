import { Alert, List } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { usesIn } from '../../../api/people/targets.ts';
import { Said } from '../../../parts/said.tsx';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { targetWords } from './words.ts';

interface Props {
  readonly name: string;
  readonly uses: NonNullable<ReturnType<typeof usesIn>>;
}

const WORDS: Readonly<Record<string, 'useAlert' | 'useScenario' | 'useSegment' | 'useImport'>> = {
  alert: 'useAlert',
  scenario: 'useScenario',
  segment: 'useSegment',
  import: 'useImport',
};
const PATHS: Readonly<Record<string, string>> = {
  alert: '/alerts',
  scenario: '/alerts/scenarios',
  segment: '/people/segments',
};

/** Why something is not removed: what uses it, each with the way there. */
export const Uses = ({ name, uses: { by, total } }: Props): ReactNode => {
  const say = useWords(targetWords);
  const { number } = useFormats();
  const more = total - by.length;
  return (
    <Alert
      role="alert"
      variant="default"
      icon={<IconAlertTriangle aria-hidden />}
      title={say('usedTitle', { name })}
    >
      <List>
        {by.map(({ kind, id, name: user }) => {
          const word = WORDS[kind];
          const path = PATHS[kind];
          return (
            <List.Item key={`${kind} ${id}`}>
              {word === undefined ? say('useOther', { kind }) : say(word)}{' '}
              {path === undefined ? (
                <Said>{user}</Said>
              ) : (
                <Link href={`${path}/${id}`}>
                  <Said>{user}</Said>
                </Link>
              )}
            </List.Item>
          );
        })}
        {more > 0 && <List.Item>{say('usedMore', { count: more, n: number(more) })}</List.Item>}
      </List>
      {say('usedHint')}
    </Alert>
  );
};
