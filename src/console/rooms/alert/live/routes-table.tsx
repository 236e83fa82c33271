import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { AlertOverview } from '../../../api/alerts/alerts.ts';
import { type Route, routesQuery } from '../../../api/routes.ts';
import { type Column, DataTable } from '../../../parts/data-table.tsx';
import { Light, type Tone } from '../../../parts/light.tsx';
import { useFormats } from '../../../words/format.ts';
import { useGatewayText } from '../../../words/gateway-text.ts';
import { useWords } from '../../../words/i18n.ts';
import { liveWords } from '../words/live-words.ts';
import { sumOf } from './figures.ts';
import { OUTCOMES, outcomesIn } from './outcomes.ts';

type Row = AlertOverview['progress']['byRoute'][number];
const TONES: Readonly<Record<Route['state'], Tone>> = {
  up: 'good',
  degraded: 'warn',
  down: 'bad',
  disabled: 'off',
};

/** The code of the system behind a reason stands on the page of the route, one click away. */
const withoutCode = (reason: string): string => reason.replace(/ \(E[A-Z]+\)$/, '');

const hasRoute = ({ route }: Row): boolean => route !== null;

/** What each route has carried of the alert, and whether it can carry more. */
export const RoutesTable = ({ overview }: { readonly overview: AlertOverview }): ReactNode => {
  const say = useWords(liveWords);
  const gatewaySays = useGatewayText();
  const { number } = useFormats();
  const routes = useQuery(routesQuery());
  const known = new Map(routes.data?.items.map((route) => [route.id, route]));
  const used = overview.progress.byRoute.toSorted((one, other) =>
    (one.route ?? '').localeCompare(other.route ?? ''),
  );
  const unused = [...known.keys()]
    .filter((id) => overview.routes === null || overview.routes.includes(id))
    .filter((id) => used.every(({ route }) => route !== id))
    .map((route): Row => ({ route, messages: 0, byState: {} }));
  const stateOf = ({ route }: Row): ReactNode => {
    const one = route === null ? undefined : known.get(route);
    if (one === undefined) return null;
    return (
      <div>
        <Light tone={TONES[one.state]}>{say(`route_${one.state}`)}</Light>
        {one.reason !== null && <Text c="var(--quiet)">{withoutCode(gatewaySays(one.reason))}</Text>}
      </div>
    );
  };
  const figures = outcomesIn(used).map(
    (key): Column<Row> => ({
      key,
      title: say(key),
      isFigure: true,
      cell: ({ byState }) => number(sumOf(byState, OUTCOMES[key])),
    }),
  );
  return (
    <section className="card" aria-labelledby="alert-routes">
      <h2 id="alert-routes">{say('routesTitle')}</h2>
      <DataTable
        label={say('routesTitle')}
        rows={[...used.filter(hasRoute), ...unused, ...used.filter((row) => !hasRoute(row))]}
        rowKey={({ route }) => route ?? ''}
        columns={[
          {
            key: 'route',
            title: say('route'),
            cell: ({ route }) => <b className="alert-route">{route ?? say('noRoute')}</b>,
          },
          { key: 'state', title: say('routeState'), cell: stateOf },
          ...figures,
          {
            key: 'rate',
            title: say('rate'),
            isFigure: true,
            cell: ({ route }) => {
              const rate = route === null ? undefined : known.get(route)?.rate;
              return rate === undefined ? '' : number(Math.round(rate * 60));
            },
          },
        ]}
      />
      <Text c="var(--quiet)" mt="xs">
        {say('routesHint')}
      </Text>
    </section>
  );
};
