import { Stack, Text, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { step, stop } from '../../../api/alerts/alert-acts.ts';
import { type AlertOverview, alertQuery } from '../../../api/alerts/alerts.ts';
import { ActButton } from '../../../parts/acts/act-button.tsx';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { figuresOf, havingIt, stoppedOf } from '../live/figures.ts';
import { actWords } from '../words/act-words.ts';
import { useActing } from './use-acting.ts';

interface Props {
  readonly overview: AlertOverview;
}

/** What is with routes or with people already, which no brake changes. */
const Beyond = ({ overview }: Props): ReactNode => {
  const say = useWords(actWords);
  const { number } = useFormats();
  const figures = figuresOf(overview);
  const have = havingIt(figures);
  return (
    <>
      {figures.inHand > 0 && (
        <Text>{say('inHand', { count: figures.inHand, n: number(figures.inHand) })}</Text>
      )}
      <Text>{say('haveIt', { count: have, n: number(have) })}</Text>
    </>
  );
};

export const PauseAct = ({ overview }: Props): ReactNode => {
  const say = useWords(actWords);
  const { number } = useFormats();
  const act = useActing(overview.id);
  const { held } = figuresOf(overview);
  const counted = { count: held, n: number(held) };
  return (
    <ActButton
      label={say('pause')}
      title={say('pauseTitle')}
      verb={say('pauseVerb', counted)}
      fullWidth
      onAct={() =>
        act(
          () => step(overview, 'pause'),
          () => say('paused', counted),
        )
      }
    >
      <Text>{say('pauseDoes', counted)}</Text>
      <Beyond overview={overview} />
    </ActButton>
  );
};

export const ResumeAct = ({ overview }: Props): ReactNode => {
  const say = useWords(actWords);
  const { number } = useFormats();
  const act = useActing(overview.id);
  const { held } = figuresOf(overview);
  const counted = { count: held, n: number(held) };
  return (
    <ActButton
      label={say('resume')}
      title={say('resumeTitle')}
      verb={say('resumeVerb', counted)}
      fullWidth
      onAct={() =>
        act(
          () => step(overview, 'resume'),
          () => say('resumed'),
        )
      }
    >
      <Text>{say('resumeDoes', counted)}</Text>
    </ActButton>
  );
};

export const StopAct = ({ overview }: Props): ReactNode => {
  const queries = useQueryClient();
  const say = useWords(actWords);
  const { number } = useFormats();
  const act = useActing(overview.id);
  const [reason, setReason] = useState('');
  const { held } = figuresOf(overview);
  const counted = { count: held, n: number(held) };
  return (
    <ActButton
      label={say('stop')}
      title={say('stopTitle')}
      verb={say('stopVerb', counted)}
      color="danger"
      fullWidth
      onOpen={() => setReason('')}
      onAct={() =>
        act(
          async () => {
            await stop(overview, reason.trim());
            return queries.fetchQuery({ ...alertQuery(overview.id), staleTime: 0 });
          },
          (after) => {
            const { sent, stopped } = stoppedOf(after);
            return say('stopped', { sent: number(sent), stopped: number(stopped) });
          },
        )
      }
    >
      <Stack gap="sm">
        <Text fw={600}>{say('stopDoes', counted)}</Text>
        <Beyond overview={overview} />
        <Text>{say('stopNot')}</Text>
        {overview.proposedUpdate !== null && <Text fw={600}>{say('dropsWaiting')}</Text>}
        <TextInput
          label={say('reason')}
          value={reason}
          maxLength={500}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      </Stack>
    </ActButton>
  );
};
