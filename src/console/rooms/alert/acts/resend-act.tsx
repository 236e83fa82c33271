import { Radio, Stack, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { resend } from '../../../api/alerts/alert-acts.ts';
import { type AlertOverview, answersQuery } from '../../../api/alerts/alerts.ts';
import { tryOnce } from '../../../api/try-once.ts';
import { ActButton } from '../../../parts/acts/act-button.tsx';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { figuresOf } from '../live/figures.ts';
import { actWords } from '../words/act-words.ts';
import type { Possible } from './possible.ts';
import { useActing } from './use-acting.ts';

/** Sends the alert again: to those who gave no answer, or to those whom nothing reached. */
export const ResendAct = ({
  overview,
  possible,
}: {
  readonly overview: AlertOverview;
  readonly possible: Possible['resend'];
}): ReactNode => {
  const say = useWords(actWords);
  const { number } = useFormats();
  const act = useActing(overview.id);
  const [to, setTo] = useState<'silent' | 'undelivered'>(
    overview.question === null || !possible.silent ? 'undelivered' : 'silent',
  );
  const answers = useInfiniteQuery(answersQuery(overview.id));
  const silent = possible.silent ? (answers.data?.pages[0]?.counts['silent'] ?? 0) : 0;
  const { inVain } = figuresOf(overview);
  const counted = (count: number) => ({ count, n: number(count) });
  const people = to === 'silent' ? silent : inVain;
  return (
    <ActButton
      label={say('resend')}
      title={say('resendTitle')}
      verb={say('resendVerb', counted(people))}
      variant="default"
      fullWidth
      isIncomplete={people === 0}
      onAct={() =>
        act(
          () => tryOnce(['resend', overview.id, to], (key) => resend(overview, to, key)),
          () => say('resent', counted(people)),
        )
      }
    >
      <Stack gap="sm">
        <Radio.Group
          label={say('resendWho')}
          value={to}
          onChange={(chosen) => setTo(chosen === 'silent' ? 'silent' : 'undelivered')}
        >
          <Stack gap="xs" mt="xs">
            {possible.silent && (
              <Radio value="silent" label={say('resendSilent', counted(silent))} disabled={silent === 0} />
            )}
            <Radio
              value="undelivered"
              label={say('resendUndelivered', counted(inVain))}
              disabled={inVain === 0}
            />
          </Stack>
        </Radio.Group>
        <Text>{say('resendHint')}</Text>
      </Stack>
    </ActButton>
  );
};
