import { Group } from '@mantine/core';
import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleX,
  IconClock,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';

export type Tone = 'good' | 'warn' | 'bad' | 'off' | 'waiting';

const ICONS = {
  good: IconCircleCheck,
  warn: IconAlertTriangle,
  bad: IconCircleX,
  off: IconCircleDashed,
  waiting: IconClock,
} as const;

interface Props {
  readonly tone: Tone;
  /** The word; a colour never stands alone. */
  readonly children: ReactNode;
}

/** A state as a shape, a colour and a word. */
export const Light = ({ tone, children }: Props): ReactNode => {
  const Icon = ICONS[tone];
  return (
    <Group
      gap={6}
      wrap="nowrap"
      align="flex-start"
      component="span"
      display="inline-flex"
      className={`light light-${tone}`}
    >
      <Icon aria-hidden size={20} className="light-shape" />
      <span>{children}</span>
    </Group>
  );
};
