import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { type AlertOverview, reportQuery } from '../../../api/alerts/alerts.ts';
import { ProblemNote } from '../../../parts/problems/problem-note.tsx';
import { useLanguage } from '../../../words/i18n.ts';
import { ActsColumn } from '../acts/acts-column.tsx';
import { ProposedCard } from '../before/proposed-card.tsx';
import { CurveCard } from '../curve/curve-card.tsx';
import { AnswersCard } from '../talk/answers-card.tsx';
import { LogCard } from '../talk/log-card.tsx';
import { Announcer } from './announcer.tsx';
import { DegradedNote } from './degraded-note.tsx';
import { EscalationCard } from './escalation-card.tsx';
import { NextStep } from './next-step.tsx';
import { PeopleCard } from './people-card.tsx';
import { RoutesTable } from './routes-table.tsx';
import { TextsSent } from './texts-sent.tsx';
import { WavesTable } from './waves-table.tsx';

interface Props {
  readonly overview: AlertOverview;
  /** When the figures were read, ms since the epoch. */
  readonly readAt: number;
}

/** An alert that goes out or went out. */
export const LivePage = ({ overview, readAt }: Props): ReactNode => {
  const { id, waves, finishedAt } = overview;
  // All messages are counted for a report: it is read once for each wave and at the end, and never for a tick.
  const report = useQuery(reportQuery(id, useLanguage(), `${waves.length} ${finishedAt}`));
  return (
    <div className="alert-live">
      <div className="alert-main">
        <DegradedNote overview={overview} readAt={readAt} />
        <ProposedCard overview={overview} />
        <NextStep overview={overview} />
        <PeopleCard overview={overview} readAt={readAt} />
      </div>
      <aside className="alert-aside not-printed">
        <ActsColumn overview={overview} />
      </aside>
      <div className="alert-main">
        <EscalationCard overview={overview} />
        <AnswersCard overview={overview} />
        <CurveCard overview={overview} readAt={readAt} report={report.data} />
        <RoutesTable overview={overview} />
        <WavesTable overview={overview} />
        <ProblemNote error={report.error} onRetry={() => void report.refetch()} />
        <TextsSent from={overview.from} report={report.data} />
        <LogCard id={overview.id} log={overview.log} />
      </div>
      <Announcer overview={overview} readAt={readAt} />
    </div>
  );
};
