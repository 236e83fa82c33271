import { Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { AlertOverview } from '../../../api/alerts/alerts.ts';
import { useMay } from '../../../session/session-context.tsx';
import { useWords } from '../../../words/i18n.ts';
import { gatewayNow } from '../../../words/place.ts';
import { actWords } from '../words/act-words.ts';
import { PauseAct, ResumeAct, StopAct } from './braking.tsx';
import { FollowAct } from './following.tsx';
import { possibleFor } from './possible.ts';
import { ResendAct } from './resend-act.tsx';

/** What can be done with an alert that goes out or went out, in the order of need. */
export const ActsColumn = ({ overview }: { readonly overview: AlertOverview }): ReactNode => {
  const say = useWords(actWords);
  const may = useMay();
  const { state } = overview;
  const isOpen = state === 'sending' || state === 'paused';
  const possible = possibleFor(overview, gatewayNow());
  const mayFollow = may('launch');
  const acts = [
    state === 'sending' && may('brake') && <PauseAct key="pause" overview={overview} />,
    state === 'paused' && may('launch') && <ResumeAct key="resume" overview={overview} />,
    isOpen && may('brake') && <StopAct key="stop" overview={overview} />,
    mayFollow && possible.update && <FollowAct key="update" overview={overview} what="update" />,
    mayFollow && possible.cancel && <FollowAct key="cancel" overview={overview} what="cancel" />,
    mayFollow && possible.resend.undelivered && (
      <ResendAct key="resend" overview={overview} possible={possible.resend} />
    ),
    mayFollow && possible.end && <FollowAct key="end" overview={overview} what="end" />,
  ].filter((act) => act !== false);
  if (acts.length === 0) return null;
  return (
    <section className="card alert-acts" aria-label={say('title')}>
      <h2>{say('title')}</h2>
      <Stack gap="xs" className="alert-acts-list">
        {acts}
      </Stack>
      {mayFollow && possible.whyNoUpdate !== undefined && <Text mt="xs">{say(possible.whyNoUpdate)}</Text>}
    </section>
  );
};
