import { Button, type ButtonProps, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { ProblemNote } from '../problems/problem-note.tsx';
import { useAct } from './use-act.ts';

interface Props extends Omit<ButtonProps, 'children' | 'onClick'> {
  readonly children: ReactNode;
  readonly onAct: () => Promise<unknown>;
}

/** A button for what needs no question: it waits while it is done, and says what went wrong. */
export const ClickButton = ({ children, onAct, ...look }: Props): ReactNode => {
  const { isBusy, error, run } = useAct();
  return (
    <Stack gap="xs" align="flex-start">
      <Button {...look} loading={isBusy} onClick={() => void run(onAct)}>
        {children}
      </Button>
      <ProblemNote error={error} />
    </Stack>
  );
};
