import { Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';

interface Props {
  /** What there is not. */
  readonly title: string;
  /** What to do about it. */
  readonly hint?: string;
  /** A button that does it. */
  readonly children?: ReactNode;
}

/** The place of a list that has nothing in it: it says what to do. */
export const Empty = ({ title, hint, children }: Props): ReactNode => (
  <Stack align="flex-start" gap="xs" p="lg" className="empty">
    <Text fw={600} size="lg">
      {title}
    </Text>
    {hint !== undefined && <Text c="var(--quiet)">{hint}</Text>}
    {children}
  </Stack>
);
