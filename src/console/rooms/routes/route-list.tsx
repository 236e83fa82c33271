import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { type Route, routesQuery } from '../../api/routes.ts';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { Empty } from '../../parts/empty.tsx';
import { Light } from '../../parts/light.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { Page } from '../../parts/page.tsx';
import { useMay } from '../../session/session-context.tsx';
import { useFormats } from '../../words/format.ts';
import { useWords } from '../../words/i18n.ts';
import { Ears } from './ears.tsx';
import { inPlanOrder } from './places.ts';
import { StateLight } from './state-light.tsx';
import { Switching } from './switching.tsx';
import { useLatency } from './use-latency.ts';
import { usePace } from './use-pace.ts';
import { routesWords } from './words.ts';

const useColumns = (): readonly Column<Route>[] => {
  const say = useWords(routesWords);
  const { number } = useFormats();
  const pace = usePace();
  const latency = useLatency();
  return [
    {
      key: 'id',
      title: say('route'),
      cell: ({ id, type }) => (
        <div>
          <Link href={`/routes/${encodeURIComponent(id)}`} className="route-name">
            <bdi>{id}</bdi>
          </Link>
          <div className="quiet">{say(type)}</div>
        </div>
      ),
    },
    {
      key: 'state',
      title: say('state'),
      cell: (route) => (
        <div>
          <StateLight route={route} />
          {route.quarantine !== null && <Light tone="warn">{say('quarantine')}</Light>}
        </div>
      ),
    },
    {
      key: 'tier',
      title: say('order'),
      isFigure: true,
      cell: ({ places }) =>
        places.length === 0 ? say('notInPlan') : [...new Set(places.map(({ tier }) => tier))].join(', '),
    },
    {
      key: 'rate',
      title: say('rate'),
      isFigure: true,
      cell: ({ rate, contractedRate, foundLimit }) => (
        <div>
          {pace(rate)}
          {contractedRate !== null && (
            <div className="quiet">{say('of', { rate: pace(contractedRate) })}</div>
          )}
          {foundLimit !== null && <Light tone="warn">{say('foundLimit', { rate: pace(foundLimit) })}</Light>}
        </div>
      ),
    },
    {
      key: 'latency',
      title: say('latency'),
      isFigure: true,
      cell: ({ latencyMs }) => latency(latencyMs),
    },
    { key: 'backlog', title: say('backlog'), isFigure: true, cell: ({ backlog }) => number(backlog) },
    { key: 'inFlight', title: say('inFlight'), isFigure: true, cell: ({ inFlight }) => number(inFlight) },
    { key: 'today', title: say('today'), isFigure: true, cell: ({ sentToday }) => number(sentToday) },
  ];
};

/** All routes with what they carry, in the order in which the plan uses them. */
export const RouteList = (): ReactNode => {
  const say = useWords(routesWords);
  const routes = useQuery(routesQuery());
  const columns = useColumns();
  const mayOperate = useMay()('operateRoutes');
  const switching = (items: readonly Route[]): Column<Route> => ({
    key: 'act',
    title: say('acts'),
    cell: (route) => <Switching route={route} others={items} isSmall />,
  });
  return (
    <Page title={say('title')}>
      <Loaded of={routes}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={say('none')} hint={say('noneHint')} />
          ) : (
            <>
              <p className="lead">{say('orderSaid')}</p>
              <div className="card table-card">
                <DataTable
                  label={say('title')}
                  columns={[...columns, ...(mayOperate ? [switching(items)] : [])]}
                  rows={inPlanOrder(items)}
                  rowKey={({ id }) => id}
                />
              </div>
              <Ears />
            </>
          )
        }
      </Loaded>
    </Page>
  );
};
