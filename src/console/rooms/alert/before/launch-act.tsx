import { Text } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { launch } from '../../../api/alerts/alert-acts.ts';
import { isProblem } from '../../../api/problem.ts';
import { tryOnce } from '../../../api/try-once.ts';
import { ActButton } from '../../../parts/acts/act-button.tsx';
import { commonWords } from '../../../words/common.ts';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { gatewayNow } from '../../../words/place.ts';
import { useActing } from '../acts/use-acting.ts';
import { approveWords } from '../words/approve-words.ts';
import { beforeWords } from '../words/before-words.ts';
import { laterThan } from './approval-word.ts';
import type { BeforeActsProps } from './before-acts-props.ts';

interface Props extends BeforeActsProps {
  /** The gateway says that the approval doesn't cover it any more. */
  readonly onUnapproved: () => void;
}

/** Sends an approved alert, exactly as it is seen. */
export const LaunchAct = ({ overview, preview, guard, onUnapproved }: Props): ReactNode => {
  const say = useWords(beforeWords);
  const sayApprove = useWords(approveWords);
  const sayCommon = useWords(commonWords);
  const { number, minuteOn } = useFormats();
  const act = useActing(overview.id);
  const [isAgain, setAgain] = useState(false);
  const { people = 0, parts = 0, hash = '' } = preview ?? {};
  const isExercise = overview.kind === 'exercise';
  const later = laterThan(overview, gatewayNow());
  const at = later === undefined ? '' : minuteOn(later);
  const values = {
    count: people,
    n: number(people),
    parts: sayCommon('parts', { count: parts, n: number(parts) }),
    at,
  };
  const verb =
    later === undefined
      ? say(isExercise ? 'launchExercise' : 'launchVerb', values)
      : sayApprove(isExercise ? 'launchExerciseAt' : 'launchAt', values);
  return (
    <ActButton
      label={say('launch')}
      title={say('launchTitle')}
      verb={isAgain ? say('launchAgain') : verb}
      color={isExercise ? 'exercise' : 'danger'}
      disabled={preview === undefined || preview.blockers.length > 0}
      fullWidth
      onOpen={() => setAgain(false)}
      onAct={() =>
        guard(() =>
          act(
            () =>
              tryOnce(['launch', overview.id, hash, isAgain], (key) =>
                launch(overview, { hash, again: isAgain }, key),
              ),
            () => (later === undefined ? say('launched') : sayApprove('launchedAt', { at })),
          ),
        ).catch((error: unknown) => {
          if (isProblem(error, 'recently-alerted')) setAgain(true);
          if (isProblem(error, 'needs-approval')) onUnapproved();
          throw error;
        })
      }
    >
      <Text>{say('to', { count: people, n: number(people) })}</Text>
      {isAgain && <Text fw={600}>{say('recently')}</Text>}
    </ActButton>
  );
};
