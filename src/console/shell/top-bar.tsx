import { Button, Group, Text } from '@mantine/core';
import { IconBroadcast, IconCircleCheck, IconCircleDashed, IconCircleX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useLive } from '../live/live.tsx';
import { useNow } from '../parts/use-now.ts';
import { useMay } from '../session/session-context.tsx';
import { commonWords } from '../words/common.ts';
import { useFormats } from '../words/format.ts';
import { useWords } from '../words/i18n.ts';
import { Account } from './account.tsx';
import { DutyNames } from './duty.tsx';
import { useMode } from './mode.tsx';
import { shellWords } from './words.ts';

const ICONS = { open: IconCircleCheck, waiting: IconCircleDashed, lost: IconCircleX } as const;
const LOOK_EVERY_MS = 5000;

/** How old what is shown may be: when the gateway was last heard. */
const Heard = (): ReactNode => {
  const say = useWords(shellWords);
  const { clock, duration } = useFormats();
  const { state, heardAt } = useLive();
  const now = useNow(LOOK_EVERY_MS);
  const Icon = ICONS[state];
  const isLost = state === 'lost';
  const age = duration((now - heardAt) / 1000);
  return (
    <Group
      gap={6}
      wrap="nowrap"
      className={`heard heard-${state}`}
      title={say(isLost ? 'dataFrom' : 'live', { time: clock(heardAt) })}
    >
      <Icon aria-hidden size={18} />
      <Text className="figures heard-time">
        <span className="heard-word">{say(isLost ? 'old' : state === 'open' ? 'heard' : 'waiting')} </span>
        {isLost ? age : clock(heardAt)}
      </Text>
    </Group>
  );
};

/** What is always in sight: LIVE or EXERCISE, how old the data is, who is signed in, and the way to a new alert. */
export const TopBar = ({ onKeys }: { readonly onKeys: () => void }): ReactNode => {
  const say = useWords(shellWords);
  const sayCommon = useWords(commonWords);
  const may = useMay();
  const { isExercise } = useMode();
  return (
    <div className="top-bar">
      <strong className={`mode mode-${isExercise ? 'exercise' : 'live'}`}>
        {sayCommon(isExercise ? 'exercise' : 'live')}
      </strong>
      <Heard />
      <span className="spring" />
      <DutyNames />
      <Account onKeys={onKeys} />
      {may('prepare') && (
        <Button
          component={Link}
          href="/alerts/new"
          color="danger"
          leftSection={<IconBroadcast aria-hidden size={20} />}
          className="new-alert"
          aria-label={say('newAlert')}
        >
          <span className="wide-only">{say('newAlert')}</span>
          <span className="phone-only">{say('newAlertShort')}</span>
        </Button>
      )}
    </div>
  );
};
