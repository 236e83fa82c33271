import { Button, Group } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { alarmsQuery } from '../../api/operation/alarms.ts';
import { outlookQuery } from '../../api/routes.ts';
import type { DrillRun } from '../../api/types/drills.ts';
import { Light, type Tone } from '../../parts/light.tsx';
import { Said } from '../../parts/said.tsx';
import { useNow } from '../../parts/use-now.ts';
import { useMay } from '../../session/session-context.tsx';
import { commonWords } from '../../words/common.ts';
import { useFormats } from '../../words/format.ts';
import { useWords } from '../../words/i18n.ts';
import { lastLaunched } from './order.ts';
import { alertsIn, casesIn, drills, newestAlerts } from './queries.ts';
import { nowWords } from './words.ts';

/** Whether nobody needs anything: nothing that is asked here may be unknown. */
const useIsAllWell = (): boolean => {
  const cases = useQuery(casesIn('open'));
  const submitted = useQuery(alertsIn('pendingApproval'));
  const approved = useQuery(alertsIn('approved'));
  const completed = useQuery(alertsIn('completed'));
  const stopped = useQuery(alertsIn('stopped'));
  const alarms = useQuery(alarmsQuery({ state: 'open' }));
  const outlook = useQuery(outlookQuery(1));
  return (
    [cases, submitted, approved, alarms].every(({ data, isError }) => !isError && data?.items.length === 0) &&
    [completed, stopped].every(
      ({ data, isError }) =>
        !isError &&
        data?.items.every(({ proposedUpdate, endOffer }) => proposedUpdate === null && endOffer === null),
    ) &&
    outlook.data?.ready === true &&
    outlook.data.eta !== null
  );
};

type Result = DrillRun['result'];

/** That a planned drill did not begin says nothing of the routes. */
const WORDS = {
  passed: 'passed',
  failed: 'failedDrill',
  missed: 'missedDrill',
  running: 'runningDrill',
} as const satisfies Readonly<Record<Result, string>>;
const TONES: Readonly<Record<Result, Tone>> = {
  passed: 'good',
  failed: 'bad',
  missed: 'off',
  running: 'waiting',
};

const Last = (): ReactNode => {
  const say = useWords(nowWords);
  const sayCommon = useWords(commonWords);
  const { moment } = useFormats();
  const newest = useQuery(newestAlerts());
  const alert = lastLaunched(newest.data?.items ?? []);
  const drilled = useQuery(drills());
  const last = (drilled.data?.items ?? [])
    .flatMap(({ name, last: run }) => (run?.finishedAt == null ? [] : [{ name, run, at: run.finishedAt }]))
    .toSorted((a, b) => b.at.localeCompare(a.at))[0];
  const isNotKnown = newest.data === undefined || (alert === undefined && newest.data.next !== null);
  return (
    <dl className="last">
      <div>
        <dt>{say('lastAlert')}</dt>
        <dd>
          {alert?.launched ? (
            <>
              <Link href={`/alerts/${alert.id}`}>
                <Said>{alert.title}</Said>
              </Link>{' '}
              {alert.kind === 'exercise' && `(${sayCommon('exercise')}) `}
              {moment(alert.launched.at)}
            </>
          ) : isNotKnown ? (
            sayCommon('notKnown')
          ) : (
            say('noneYet')
          )}
        </dd>
      </div>
      <div>
        <dt>{say('lastDrill')}</dt>
        <dd>
          {last !== undefined ? (
            <>
              <Light tone={TONES[last.run.result]}>{say(WORDS[last.run.result])}</Light>{' '}
              <Said>{last.name}</Said>, {moment(last.at)}
            </>
          ) : (
            say('noDrill')
          )}
        </dd>
      </div>
    </dl>
  );
};

/** A quiet night: it says so, with the time, and what one could do with it. */
export const Calm = (): ReactNode => {
  const say = useWords(nowWords);
  const may = useMay();
  const now = useNow();
  const { clock } = useFormats();
  const isAllWell = useIsAllWell();
  return (
    <div className={`card calm ${isAllWell ? 'calm-well' : ''}`}>
      <p className="calm-word big-figure">
        {isAllWell && <IconCircleCheck aria-hidden size={34} />}
        <span>{isAllWell ? say('allWell', { time: clock(now) }) : say('nothingGoesOut')}</span>
      </p>
      {isAllWell && <p className="quiet">{say('nothingGoesOut')}.</p>}
      <Last />
      {may('prepare') && (
        <Group gap="xs" className="calm-do">
          <span className="quiet">{say('calmHint')}</span>
          <Button component={Link} href="/drills" variant="default" size="sm">
            {say('runDrill')}
          </Button>
          <Button component={Link} href="/alerts/scenarios" variant="default" size="sm">
            {say('prepare')}
          </Button>
        </Group>
      )}
    </div>
  );
};
