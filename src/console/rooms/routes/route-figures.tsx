import type { ReactNode } from 'react';
import type { Route } from '../../api/routes.ts';
import { useFormats } from '../../words/format.ts';
import { useWords } from '../../words/i18n.ts';
import { Facts } from './facts.tsx';
import { useLatency } from './use-latency.ts';
import { usePace } from './use-pace.ts';
import { routesWords } from './words.ts';

type Place = Route['places'][number];

const PlaceSaid = ({
  place: { tier, tiers, prefixes, priorities },
}: {
  readonly place: Place;
}): ReactNode => {
  const say = useWords(routesWords);
  const which = [
    ...(priorities === null ? [] : [priorities.map((one) => say(`priority_${one}`)).join(', ')]),
    ...(prefixes === null ? [] : [say('toPrefixes', { prefixes: prefixes.join(', ') })]),
  ].join(' ');
  return (
    <li>
      {say('place', { tier, tiers })} <span className="quiet">{which === '' ? say('forAll') : which}</span>
    </li>
  );
};

/** What a route carries now: rate against contract, latency, what waits for it. */
export const RouteFigures = ({ route }: { readonly route: Route }): ReactNode => {
  const say = useWords(routesWords);
  const { number, duration } = useFormats();
  const pace = usePace();
  const latency = useLatency();
  const { rate, contractedRate, foundLimit, latencyMs, backlog, inFlight, sentToday, eta, places } = route;
  return (
    <section className="card wide">
      <h2>{say('carries')}</h2>
      <Facts
        facts={[
          { name: say('rate'), value: pace(rate), isBig: true },
          {
            name: say('contract'),
            value: contractedRate === null ? say('noContract') : pace(contractedRate),
            isBig: true,
          },
          { name: say('latency'), value: latencyMs ? latency(latencyMs) : null, isBig: true },
          { name: say('backlog'), value: number(backlog), isBig: true },
          { name: say('inFlight'), value: number(inFlight), isBig: true },
          { name: say('today'), value: number(sentToday), isBig: true },
          {
            name: say('etaCritical'),
            value: eta.critical === null ? say('notNow') : duration(Math.max(1, eta.critical)),
          },
          {
            name: say('etaNormal'),
            value: eta.normal === null ? say('notNow') : duration(Math.max(1, eta.normal)),
          },
          { name: say('limit'), value: foundLimit === null ? say('noLimit') : pace(foundLimit) },
        ]}
      />
      <h3>{say('order')}</h3>
      {places.length === 0 ? (
        <p>{say('notInPlan')}</p>
      ) : (
        <ul className="places">
          {places.map((place) => (
            <PlaceSaid key={JSON.stringify(place)} place={place} />
          ))}
        </ul>
      )}
    </section>
  );
};
