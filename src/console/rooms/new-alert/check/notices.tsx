import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconHistory } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { Problem } from '../../../api/problem.ts';
import { Said } from '../../../parts/said.tsx';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import type { Change } from '../logic/changes.ts';
import { Differences } from './differences.tsx';
import { checkWords } from './words.ts';

/** What would go out is not what was seen: the difference, and a button that says it was seen. */
export const ChangedNotice = ({
  changes,
  people,
  onAccept,
}: {
  readonly changes: readonly Change[];
  /** How many it is for now, in words. */
  readonly people: string;
  readonly onAccept: () => void;
}): ReactNode => {
  const say = useWords(checkWords);
  return (
    <Alert
      role="alert"
      color="yellow"
      variant="light"
      icon={<IconAlertTriangle aria-hidden />}
      title={say('changed')}
      className="notice"
    >
      <Stack gap="sm">
        <Text>{say('changedHint')}</Text>
        <Differences label={say('changed')} changes={changes} before={say('before')} now={say('now')} />
        <Group>
          <Button data-first onClick={onAccept} className="long-button">
            {say('accept', { people })}
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
};

/** Two versions of a draft: nothing is saved or sent until the person has chosen. */
export const ConflictNotice = ({
  changes,
  onMine,
  onTheirs,
}: {
  readonly changes: readonly Change[];
  readonly onMine: () => void;
  readonly onTheirs: () => void;
}): ReactNode => {
  const say = useWords(checkWords);
  return (
    <Alert
      role="alert"
      color="yellow"
      variant="light"
      icon={<IconAlertTriangle aria-hidden />}
      title={say('conflict')}
      className="notice"
    >
      <Stack gap="sm">
        <Text>{say('conflictHint')}</Text>
        <Differences label={say('conflict')} changes={changes} before={say('yours')} now={say('theirs')} />
        <Group>
          <Button variant="default" onClick={onMine}>
            {say('keepMine')}
          </Button>
          <Button onClick={onTheirs}>{say('takeTheirs')}</Button>
        </Group>
      </Stack>
    </Alert>
  );
};

/** The earlier alert that holds this one. */
export const RecentNotice = ({
  problem,
  children,
}: {
  readonly problem: Problem;
  readonly children: ReactNode;
}): ReactNode => {
  const say = useWords(checkWords);
  const { moment } = useFormats();
  const { alert, alertTitle, launchedAt, launchedBy } = problem.members;
  return (
    <Alert
      role="alert"
      color="yellow"
      variant="light"
      icon={<IconHistory aria-hidden />}
      title={say('recent')}
      className="notice"
    >
      <Stack gap="sm">
        <Said>
          {say('recentWhat', {
            title: String(alertTitle),
            time: moment(String(launchedAt)),
            name: String(launchedBy),
          })}
        </Said>
        <Group>
          <Button component={Link} href={`/alerts/${Number(alert)}`} variant="default">
            {say('recentLook')}
          </Button>
          {children}
        </Group>
      </Stack>
    </Alert>
  );
};
