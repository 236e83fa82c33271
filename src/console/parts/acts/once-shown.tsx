import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { commonWords } from '../../words/common.ts';
import { useWords } from '../../words/i18n.ts';
import { CopyButton } from './copy-button.tsx';

interface Props {
  readonly title: string;
  /** What to do with it, and that it is shown this once. */
  readonly hint: string;
  /** One secret, or several under each other. */
  readonly secrets: readonly string[];
  readonly canPrint?: boolean;
  readonly onDone: () => void;
  /** On the button that hides it. */
  readonly done: string;
}

/** A secret that the gateway shows once: to be copied or printed now. */
export const OnceShown = ({ title, hint, secrets, canPrint = false, onDone, done }: Props): ReactNode => {
  const say = useWords(commonWords);
  return (
    <Alert role="status" icon={<IconKey aria-hidden />} title={title} color="yellow" className="once-shown">
      <Stack gap="sm">
        <Text>{hint}</Text>
        <ul className="secrets">
          {secrets.map((secret) => (
            <li key={secret}>
              <code>{secret}</code>
            </li>
          ))}
        </ul>
        <Group className="not-printed">
          <CopyButton text={secrets.join('\n')} />
          {canPrint && (
            <Button variant="default" onClick={() => window.print()}>
              {say('print')}
            </Button>
          )}
          <Button onClick={onDone}>{done}</Button>
        </Group>
      </Stack>
    </Alert>
  );
};
