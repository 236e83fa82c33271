import { Group, Stack, Title } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';
import { useMode } from '../shell/mode.tsx';

interface Props {
  readonly title: string;
  /** Buttons at the right of the title. */
  readonly actions?: ReactNode;
  /** The page is about an exercise: it looks different everywhere. */
  readonly isExercise?: boolean;
  readonly children: ReactNode;
}

/** The frame of each page: one heading of the first level, the tab's title, LIVE or EXERCISE. */
export const Page = ({ title, actions, isExercise = false, children }: Props): ReactNode => {
  const { setPage } = useMode();
  useEffect(() => {
    setPage({ title, isExercise });
  }, [setPage, title, isExercise]);
  return (
    <Stack gap="md" component="section" aria-labelledby="page-title">
      <Group justify="space-between" align="center" wrap="wrap">
        <Title order={1} id="page-title" tabIndex={-1}>
          {title}
        </Title>
        {actions !== undefined && <Group gap="xs">{actions}</Group>}
      </Group>
      {children}
    </Stack>
  );
};
