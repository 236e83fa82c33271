import { Button, Group, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useWords } from '../../words/i18n.ts';
import { Light } from '../light.tsx';
import { Difference } from './difference.tsx';
import type { Changed } from './lines.ts';
import { differenceWords } from './words.ts';

interface Props {
  /** What somebody else changed since the form was opened. */
  readonly theirs: readonly Changed[];
  /** What this person changed in the form. */
  readonly mine: readonly Changed[];
  readonly onTakeTheirs: () => void;
  readonly onKeepMine: () => void;
}

/** Somebody else saved first (412): both changes side by side, and the choice between them. */
export const EditConflict = ({ theirs, mine, onTakeTheirs, onKeepMine }: Props): ReactNode => {
  const say = useWords(differenceWords);
  return (
    <div role="alert" className="card conflict">
      <Stack gap="sm">
        <Text fw={650} size="lg">
          <Light tone="warn">{say('title')}</Light>
        </Text>
        <Text>{say('theirs')}</Text>
        <Difference changes={theirs} />
        <Text fw={600}>{say('mine')}</Text>
        <Difference changes={mine} />
        <Group>
          <Button variant="default" onClick={onTakeTheirs}>
            {say('takeTheirs')}
          </Button>
          <Button variant="default" onClick={onKeepMine}>
            {say('keepMine')}
          </Button>
        </Group>
      </Stack>
    </div>
  );
};
