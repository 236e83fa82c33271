import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { isProblem } from '../../api/problem.ts';
import { type Route, routeQuery, routesQuery } from '../../api/routes.ts';
import { Empty } from '../../parts/empty.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { Page } from '../../parts/page.tsx';
import { useMay } from '../../session/session-context.tsx';
import { useWords } from '../../words/i18n.ts';
import { CarrierFacts } from './carrier-facts.tsx';
import { Ears } from './ears.tsx';
import { ModemFacts } from './modem/modem-facts.tsx';
import { ModemRadio } from './modem/modem-radio.tsx';
import { Signal } from './modem/signal.tsx';
import { Quarantine } from './quarantine.tsx';
import { RouteFigures } from './route-figures.tsx';
import { StateLight } from './state-light.tsx';
import { Switching } from './switching.tsx';
import { TestMessage } from './trying/test-message.tsx';
import { TraceView } from './trying/trace-view.tsx';
import { routesWords } from './words.ts';

const Modem = ({ route }: { readonly route: Route }): ReactNode => {
  const { modem } = route;
  const mayOperate = useMay()('operateRoutes');
  if (modem === undefined) return null;
  return (
    <>
      <ModemFacts modem={modem} />
      <Signal signal={modem.signal} />
      {mayOperate && <ModemRadio id={route.id} ownNumber={modem.ownNumber} />}
    </>
  );
};

const Shown = ({
  route,
  others,
}: {
  readonly route: Route;
  readonly others: readonly Route[];
}): ReactNode => {
  const mayOperate = useMay()('operateRoutes');
  return (
    <div className="route-page">
      <div className="card route-head">
        <StateLight route={route} />
        <Switching route={route} others={others} />
      </div>
      {route.quarantine !== null && <Quarantine id={route.id} quarantine={route.quarantine} />}
      <RouteFigures route={route} />
      {route.type === 'modem' ? <Modem route={route} /> : <CarrierFacts route={route} />}
      {mayOperate && <TestMessage id={route.id} />}
      <Ears of={route.id} />
      {mayOperate && route.type === 'smpp' && <TraceView id={route.id} />}
    </div>
  );
};

/** One way out, with all that is known of it and what one can do with it. */
export const RoutePage = ({ id }: { readonly id: string }): ReactNode => {
  const say = useWords(routesWords);
  const route = useQuery(routeQuery(id));
  const all = useQuery(routesQuery());
  return (
    <Page title={id} actions={<Link href="/routes">{say('back')}</Link>}>
      {isProblem(route.error, 'not-found') ? (
        <Empty title={say('unknown')} hint={say('unknownHint')} />
      ) : (
        <Loaded of={route}>{(one) => <Shown route={one} others={all.data?.items ?? [one]} />}</Loaded>
      )}
    </Page>
  );
};
