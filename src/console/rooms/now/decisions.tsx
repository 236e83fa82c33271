import { Button } from '@mantine/core';
import { useQueries, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { alertQuery } from '../../api/alerts/alerts.ts';
import { Light } from '../../parts/light.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { ProblemNote } from '../../parts/problems/problem-note.tsx';
import { Said } from '../../parts/said.tsx';
import { useNow } from '../../parts/use-now.ts';
import { useMay, useSession } from '../../session/session-context.tsx';
import { commonWords } from '../../words/common.ts';
import { useFormats } from '../../words/format.ts';
import { useWords } from '../../words/i18n.ts';
import { EndButton } from './next-decision.tsx';
import { type Waiting, waitingOf } from './order.ts';
import { alertsIn, waitingActs } from './queries.ts';
import type { Alert } from './told.ts';
import { nowWords } from './words.ts';

const KINDS = { alert: 'waitsAlert', update: 'waitsUpdate', cancel: 'waitsCancel' } as const;

/** The clock of an approval: how much time is left, or for how long it is over. */
const Deadline = ({ at, now }: { readonly at: string; readonly now: number }): ReactNode => {
  const say = useWords(nowWords);
  const { duration } = useFormats();
  const left = (Date.parse(at) - now) / 1000;
  return (
    <Light tone={left < 0 ? 'bad' : left < 300 ? 'warn' : 'waiting'}>
      {say(left < 0 ? 'overdue' : 'left', { duration: duration(Math.abs(left)) })}
    </Light>
  );
};

const Decision = ({
  of: { alert, what, isMine, isOwn },
  deadline,
  now,
}: {
  readonly of: Waiting;
  readonly deadline: string | undefined;
  readonly now: number;
}): ReactNode => {
  const say = useWords(nowWords);
  const sayCommon = useWords(commonWords);
  const path = `/alerts/${alert.id}`;
  const isExercise = alert.kind === 'exercise';
  return (
    <li className="row">
      <span className="row-text">
        <span className="row-line">
          <Link href={path} className="row-name">
            <Said>{alert.title}</Said>
          </Link>
        </span>
        <span className="row-line">
          <span className={isExercise ? 'word-exercise' : 'word-live'}>
            {sayCommon(isExercise ? 'exercise' : 'live')}
          </span>{' '}
          <span className="quiet">{say(KINDS[what])}</span>{' '}
          {deadline !== undefined && <Deadline at={deadline} now={now} />}{' '}
          {!isMine && <span className="quiet">{say(isOwn ? 'own' : 'waitsForOther')}</span>}
        </span>
      </span>
      <Button component={Link} href={path} size="sm" variant={isMine ? 'filled' : 'default'}>
        {say(isMine ? 'lookAndApprove' : 'look')}
      </Button>
    </li>
  );
};

const Acts = (): ReactNode => {
  const say = useWords(nowWords);
  const acts = useQuery(waitingActs());
  return acts.data?.items.map((act) => (
    <li key={act.id} className="row">
      <span className="row-text">
        <span className="row-line">
          <Said>{say(`act_${act.kind}`, { name: act.name })}</Said>
        </span>
        <span className="quiet">
          <Said>{say('askedBy', { name: act.askedBy.name })}</Said>
        </span>
      </span>
      <Button component={Link} href="/settings/users" size="sm" variant="default">
        {say('decide')}
      </Button>
    </li>
  ));
};

const hasOffer = ({ endOffer }: Alert): boolean => endOffer !== null;

/** Ends that are offered: the time of the alert is over, and people still have it. */
const Ends = ({ alerts }: { readonly alerts: readonly Alert[] }): ReactNode => {
  const say = useWords(nowWords);
  const sayCommon = useWords(commonWords);
  const { number } = useFormats();
  return alerts.filter(hasOffer).map((alert) => (
    <li key={alert.id} className="row">
      <span className="row-text">
        <Link href={`/alerts/${alert.id}`} className="row-name">
          <Said>{alert.title}</Said>
        </Link>
        <span className="row-line">
          <span className={alert.kind === 'exercise' ? 'word-exercise' : 'word-live'}>
            {sayCommon(alert.kind === 'exercise' ? 'exercise' : 'live')}
          </span>{' '}
          <span className="quiet">
            {say('endOffered', {
              count: alert.endOffer?.people ?? 0,
              n: number(alert.endOffer?.people ?? 0),
            })}
          </span>
        </span>
      </span>
      <EndButton alert={alert} />
    </li>
  ));
};

/** Alerts that are approved and have not gone out: an approval alone sends nothing. */
const ToLaunch = ({ alerts }: { readonly alerts: readonly Alert[] }): ReactNode => {
  const say = useWords(nowWords);
  const sayCommon = useWords(commonWords);
  const may = useMay();
  return alerts.map(({ id, title, kind }) => (
    <li key={id} className="row">
      <span className="row-text">
        <Link href={`/alerts/${id}`} className="row-name">
          <Said>{title}</Said>
        </Link>
        <span className="row-line">
          <span className={kind === 'exercise' ? 'word-exercise' : 'word-live'}>
            {sayCommon(kind === 'exercise' ? 'exercise' : 'live')}
          </span>{' '}
          <Light tone="warn">{say('approvedNotSent')}</Light>
        </span>
      </span>
      <Button
        component={Link}
        href={`/alerts/${id}`}
        size="sm"
        variant={may('launch') ? 'filled' : 'default'}
      >
        {say(may('launch') ? 'lookAndLaunch' : 'look')}
      </Button>
    </li>
  ));
};

/** What waits for a second person, with its clock, for its launch, or for another admin; ends that are offered. */
export const Decisions = (): ReactNode => {
  const say = useWords(nowWords);
  const may = useMay();
  const { session } = useSession();
  const now = useNow();
  const submitted = useQuery(alertsIn('pendingApproval'));
  const approved = useQuery(alertsIn('approved'));
  const sending = useQuery(alertsIn('sending'));
  const paused = useQuery(alertsIn('paused'));
  const completed = useQuery(alertsIn('completed'));
  // A correction after a stop waits for a second person too.
  const stopped = useQuery(alertsIn('stopped'));
  const over = [completed, stopped].flatMap(({ data }) => data?.items ?? []);
  const acts = useQuery({ ...waitingActs(), enabled: may('manageUsers') });
  const waiting = waitingOf(
    submitted.data?.items ?? [],
    [...(sending.data?.items ?? []), ...(paused.data?.items ?? []), ...over],
    may('approve'),
    session.user.id,
  );
  const overviews = useQueries({ queries: waiting.map(({ alert }) => alertQuery(alert.id)) });
  const others = [sending, paused, completed, stopped, ...(may('manageUsers') ? [acts] : [])];
  const isNothing =
    // Nothing waits only if all was read.
    others.every(({ data }) => data !== undefined) &&
    waiting.length === 0 &&
    (approved.data?.items.length ?? 0) === 0 &&
    (acts.data?.items.length ?? 0) === 0 &&
    !over.some(hasOffer);
  const unread = others.find(({ isError }) => isError);
  return (
    <div className="needs-part">
      <h3>{say('decisions')}</h3>
      <ProblemNote error={unread?.error} onRetry={() => void unread?.refetch()} />
      <Loaded of={submitted}>
        {() =>
          isNothing ? (
            <p className="quiet">{say('noDecisions')}</p>
          ) : (
            <ul className="rows">
              {waiting.map((one, index) => (
                <Decision
                  key={`${one.alert.id} ${one.what}`}
                  of={one}
                  deadline={overviews[index]?.data?.approval?.deadline}
                  now={now}
                />
              ))}
              <ToLaunch alerts={approved.data?.items ?? []} />
              {may('manageUsers') && <Acts />}
              {may('launch') && <Ends alerts={over} />}
            </ul>
          )
        }
      </Loaded>
    </div>
  );
};
