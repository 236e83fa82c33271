import { Button, Stack, Text } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { Link } from 'wouter';
import { step } from '../../../api/alerts/alert-acts.ts';
import { ActButton } from '../../../parts/acts/act-button.tsx';
import { Said } from '../../../parts/said.tsx';
import { useMay, useSession } from '../../../session/session-context.tsx';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { gatewayNow } from '../../../words/place.ts';
import { useActing } from '../acts/use-acting.ts';
import { actWords } from '../words/act-words.ts';
import { approveWords } from '../words/approve-words.ts';
import { beforeWords } from '../words/before-words.ts';
import { laterThan, wordOfApproval } from './approval-word.ts';
import { AudienceSaid } from './audience-said.tsx';
import type { BeforeActsProps } from './before-acts-props.ts';
import { LaunchAct } from './launch-act.tsx';
import { isOwn } from './own.ts';
import { ReasonAct } from './reason-act.tsx';
import { TestAct } from './test-act.tsx';

const ApproveAct = ({ overview, preview, guard }: BeforeActsProps): ReactNode => {
  const say = useWords(beforeWords);
  const sayApprove = useWords(approveWords);
  const { number } = useFormats();
  const act = useActing(overview.id);
  const { minuteOn } = useFormats();
  const isExercise = overview.kind === 'exercise';
  const people = preview?.people ?? 0;
  const later = laterThan(overview, gatewayNow());
  const word = wordOfApproval(overview, later !== undefined);
  const verb = sayApprove(isExercise ? `${word}Exercise` : word, {
    count: people,
    n: number(people),
    at: later === undefined ? '' : minuteOn(later),
  });
  return (
    <ActButton
      label={say('approve')}
      title={say('approveTitle')}
      verb={verb}
      color={isExercise ? 'exercise' : 'accent'}
      disabled={preview === undefined || preview.blockers.length > 0}
      fullWidth
      onAct={() =>
        guard(() =>
          act(
            () => step(overview, 'approve', { hash: preview?.hash }),
            ({ launched, state }) =>
              state === 'scheduled'
                ? sayApprove('approvedScheduled')
                : launched === null
                  ? say('approved', { who: overview.submitted?.by.name ?? '' })
                  : say('approvedLaunched'),
          ),
        )
      }
    >
      <Text fw={700}>{say('to', { count: people, n: number(people) })}</Text>
      <AudienceSaid audience={overview.audience} />
      {preview?.variants.map(({ language, typical }) => (
        <blockquote key={language} className="alert-quoted">
          <Said>{typical.text}</Said>
        </blockquote>
      ))}
      <Text>
        {later !== undefined && overview.launchOnApproval
          ? sayApprove('launchesAt', { at: minuteOn(later) })
          : say(overview.launchOnApproval ? 'launchesItself' : 'launchesNot')}
      </Text>
    </ActButton>
  );
};

const SubmitAct = ({ overview, preview }: BeforeActsProps): ReactNode => {
  const say = useWords(beforeWords);
  const { number } = useFormats();
  const act = useActing(overview.id);
  return (
    <ActButton
      label={say('submit')}
      title={say('submitTitle')}
      verb={say('submitVerb', { count: preview?.people ?? 0, n: number(preview?.people ?? 0) })}
      variant="default"
      fullWidth
      onAct={() =>
        act(
          () => step(overview, 'submit', { launchOnApproval: overview.launchOnApproval }),
          () => say('submitted'),
        )
      }
    >
      <Text>{say('submitDoes')}</Text>
    </ActButton>
  );
};

/** What can be decided about an alert that has not gone out, by the role and the part of who looks at it. */
export const BeforeActs = (props: BeforeActsProps): ReactNode => {
  const { overview, preview } = props;
  const say = useWords(beforeWords);
  const sayAct = useWords(actWords);
  const sayApprove = useWords(approveWords);
  const may = useMay();
  const { session } = useSession();
  const { state } = overview;
  const own = isOwn(overview, session.user.id);
  const isPending = state === 'pendingApproval';
  const author = overview.submitted?.by.name ?? overview.created?.by.name ?? '';
  const mayDecide = may('approve') && !own && (isPending || state === 'approved');
  const isHeld = preview !== undefined && overview.approved !== null && state === 'approved';
  // The gateway knows more reasons than the count of people: a list that was changed, an approver who was disabled.
  const [isRefused, setRefused] = useState(false);
  const hasOther = isHeld && (isRefused || overview.approved?.people !== preview.people);
  const acts = [
    mayDecide && isPending && <ApproveAct key="approve" {...props} />,
    state === 'approved' && may('launch') && (
      <LaunchAct key="launch" {...props} onUnapproved={() => setRefused(true)} />
    ),
    (state === 'draft' || state === 'returned') && may('prepare') && (
      <Button key="edit" component={Link} href={`/alerts/new/${overview.id}`} fullWidth>
        {say('edit')}
      </Button>
    ),
    hasOther && may('prepare') && <SubmitAct key="submit" {...props} />,
    mayDecide && (
      <ReasonAct key="return" overview={overview} verb="return" doIt={say('returnVerb', { who: author })} />
    ),
    mayDecide && (
      <ReasonAct key="reject" overview={overview} verb="reject" doIt={say('rejectVerb')} isDanger />
    ),
    state === 'scheduled' && may('brake') && (
      <ReasonAct key="stop" overview={overview} verb="stop" doIt={say('stopScheduled')} />
    ),
    may('prepare') && <TestAct key="test" overview={overview} />,
    may('prepare') && (state === 'draft' || state === 'returned' || isPending) && (
      <ReasonAct key="discard" overview={overview} verb="discard" doIt={say('discardVerb')} isOptional />
    ),
  ].filter((act) => act !== false);
  if (acts.length === 0 && !own) return null;
  return (
    <section className="card alert-acts" aria-label={isPending ? say('decide') : sayAct('title')}>
      <h2>{isPending && own ? say('ownTitle') : isPending ? say('decide') : sayAct('title')}</h2>
      {isPending && own && <Text mb="sm">{say('own')}</Text>}
      {state === 'approved' && !may('launch') && <Text mb="sm">{say('approvedWaits')}</Text>}
      {isRefused && hasOther && <Text mb="sm">{sayApprove('unapproved')}</Text>}
      <Stack gap="xs" className="alert-acts-list">
        {acts}
      </Stack>
    </section>
  );
};
