import { Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { AlertsTabs } from '../../parts/alerts/alerts-tabs.tsx';
import { Page } from '../../parts/page.tsx';
import './scenarios.css';

interface Props {
  readonly title: string;
  readonly actions?: ReactNode;
  readonly isExercise?: boolean;
  readonly children: ReactNode;
}

/** A page of the room, with the way to the others. */
export const ScenariosFrame = ({ title, actions, isExercise = false, children }: Props): ReactNode => (
  <Page title={title} actions={actions} isExercise={isExercise}>
    <AlertsTabs />
    <Stack gap="lg">{children}</Stack>
  </Page>
);
