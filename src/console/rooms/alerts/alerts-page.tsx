import { Button, Group, NativeSelect } from '@mantine/core';
import { useInfiniteQuery, useQueries, useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Link } from 'wouter';
import { alertStates } from '../../../domain/alerts/alert-state.ts';
import {
  type Alert,
  type AlertOverview,
  alertPagesQuery,
  alertQuery,
  alertsQuery,
} from '../../api/alerts/alerts.ts';
import { AlertsTabs } from '../../parts/alerts/alerts-tabs.tsx';
import { stateWords } from '../../parts/alerts/state-words.ts';
import { Empty } from '../../parts/empty.tsx';
import { Page } from '../../parts/page.tsx';
import { ProblemNote } from '../../parts/problems/problem-note.tsx';
import { useMay } from '../../session/session-context.tsx';
import { commonWords } from '../../words/common.ts';
import { useWords } from '../../words/i18n.ts';
import { AlertsTable } from './alerts-table.tsx';
import { alertsWords } from './words.ts';

const liveFirst = (one: Alert, other: Alert): number =>
  Number(one.kind === 'exercise') - Number(other.kind === 'exercise');

/** What goes out or waits for somebody stands on top, with its figures. */
const useUrgent = (): {
  readonly alerts: readonly Alert[];
  readonly known: ReadonlyMap<number, AlertOverview>;
} => {
  const sending = useQuery(alertsQuery({ state: 'sending' }));
  const paused = useQuery(alertsQuery({ state: 'paused' }));
  const pending = useQuery(alertsQuery({ state: 'pendingApproval' }));
  const alerts = [sending, paused, pending].flatMap(({ data }) => data?.items ?? []).toSorted(liveFirst);
  const overviews = useQueries({ queries: alerts.map(({ id }) => alertQuery(id)) });
  return { alerts, known: new Map(overviews.flatMap(({ data }) => (data ? [[data.id, data]] : []))) };
};

export const AlertsPage = (): ReactNode => {
  const say = useWords(alertsWords);
  const sayCommon = useWords(commonWords);
  const sayState = useWords(stateWords);
  const may = useMay();
  const [state, setState] = useState('');
  const urgent = useUrgent();
  const pages = useInfiniteQuery(alertPagesQuery(state === '' ? undefined : state));
  const rows = pages.data?.pages.flatMap(({ items }) => items) ?? [];
  const isEmpty = pages.data !== undefined && rows.length === 0;
  return (
    <Page title={say('title')}>
      <AlertsTabs />
      {urgent.alerts.length > 0 && (
        <section className="card" aria-labelledby="alerts-now">
          <h2 id="alerts-now" className="alerts-head">
            {say('now')}
          </h2>
          <AlertsTable label={say('now')} alerts={urgent.alerts} known={urgent.known} />
        </section>
      )}
      {isEmpty && state === '' ? (
        <Empty title={say('noneTitle')} hint={say('noneHint')}>
          {may('prepare') && (
            <Button component={Link} href="/alerts/new">
              {say('newAlert')}
            </Button>
          )}
        </Empty>
      ) : (
        <section className="card" aria-labelledby="alerts-all">
          <Group justify="space-between" align="end" mb="sm">
            <h2 id="alerts-all" className="alerts-head">
              {say('all')}
            </h2>
            <NativeSelect
              label={say('filter')}
              value={state}
              onChange={(event) => setState(event.currentTarget.value)}
              data={[
                { value: '', label: say('any') },
                ...alertStates.map((one) => ({ value: one, label: sayState(one) })),
              ]}
            />
          </Group>
          <ProblemNote error={pages.error} onRetry={() => void pages.refetch()} />
          {isEmpty ? <Empty title={say('noneState')} /> : <AlertsTable label={say('all')} alerts={rows} />}
          {pages.hasNextPage && (
            <Button
              variant="default"
              mt="sm"
              loading={pages.isFetchingNextPage}
              onClick={() => void pages.fetchNextPage()}
            >
              {sayCommon('more')}
            </Button>
          )}
        </section>
      )}
    </Page>
  );
};
