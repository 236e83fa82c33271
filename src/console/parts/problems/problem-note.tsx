import { Alert, Button, List, Loader, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Problem } from '../../api/problem.ts';
import { commonWords } from '../../words/common.ts';
import { useWords } from '../../words/i18n.ts';

type Said = keyof typeof commonWords.en & ('unreachable' | 'forbidden' | 'changedMeanwhile');

/** What a person can do about a problem, where the words of the gateway are for programs. */
const SAID: Readonly<Record<string, Said>> = {
  unreachable: 'unreachable',
  forbidden: 'forbidden',
  'changed-meanwhile': 'changedMeanwhile',
};

interface Props {
  readonly error: unknown;
  readonly onRetry?: () => void;
  /** Whether it is being tried again. */
  readonly isRetrying?: boolean;
}

/** An error in words: what is wrong, what to do next, and each wrong field. */
export const ProblemNote = ({ error, onRetry, isRetrying = false }: Props): ReactNode => {
  const say = useWords(commonWords);
  if (error === null || error === undefined) return null;
  const problem = error instanceof Problem ? error : undefined;
  const own = SAID[problem?.name ?? ''];
  return (
    <Alert
      role="alert"
      color="red"
      variant="light"
      icon={<IconAlertTriangle aria-hidden />}
      title={own === undefined ? (problem?.message ?? say('failed')) : say(own)}
    >
      {problem?.detail !== undefined && <Text>{problem.detail}</Text>}
      {problem !== undefined && problem.errors.length > 0 && (
        <List>
          {problem.errors.map(({ path, message }) => (
            <List.Item key={`${path} ${message}`}>
              <b>{path}</b> {message}
            </List.Item>
          ))}
        </List>
      )}
      {problem?.retryAfter !== undefined && (
        <Text>{say('waitSeconds', { seconds: problem.retryAfter })}</Text>
      )}
      {onRetry !== undefined && (
        <Button
          variant="default"
          size="sm"
          mt="xs"
          aria-busy={isRetrying}
          leftSection={isRetrying && <Loader size={14} aria-hidden />}
          onClick={onRetry}
        >
          {say('retry')}
        </Button>
      )}
    </Alert>
  );
};
