import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { AlertOverview } from '../../../api/alerts/alerts.ts';
import { unendedAlarmsQuery } from '../../../api/operation/alarms.ts';
import { routesQuery } from '../../../api/routes.ts';
import { Light } from '../../../parts/light.tsx';
import { useMay } from '../../../session/session-context.tsx';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { ShortenAct } from '../acts/shorten-act.tsx';
import { liveWords } from '../words/live-words.ts';
import { type Degraded, degradedOf } from './degraded.ts';
import { etaOf, figuresOf } from './figures.ts';
import { useClock } from './use-clock.ts';

interface Props {
  readonly overview: AlertOverview;
  readonly readAt: number;
}

/** "Carriers down since 03:12: a, b. modem-1 carries on. All will be out by 03:40. Switch to the short text?" */
export const DegradedNote = ({ overview, readAt }: Props): ReactNode => {
  const may = useMay();
  const say = useWords(liveWords);
  const clock = useClock();
  const { minuteOn, number } = useFormats();
  const routes = useQuery(routesQuery());
  const alarms = useQuery(unendedAlarmsQuery());
  const degraded = degradedOf(routes.data?.items ?? [], overview.routes, alarms.data);
  const waits = figuresOf(overview).held > 0;
  if (degraded === undefined || !waits) return null;
  const eta = etaOf(overview.progress, readAt);
  const { shortOffer } = overview;
  const shortEta = shortOffer?.shortEta;
  const names = { down: degraded.down.join(', '), modems: degraded.modems.join(', ') };
  const head = (): string => {
    const { left, since, down } = degraded as Degraded;
    const at = since === undefined ? {} : { since: minuteOn(since) };
    if (left === 'nothing')
      return say(since === undefined ? 'degradedNothing' : 'degradedNothingSince', { ...names, ...at });
    const word = since === undefined ? 'degradedModems' : 'degradedModemsSince';
    return say(word, { ...names, ...at, count: down.length });
  };
  return (
    <section className="card alert-degraded" aria-label={head()}>
      <Light tone="bad">
        <strong>{head()}</strong>
      </Light>
      <p>
        {degraded.perMinute !== undefined &&
          `${say('degradedRate', { modems: names.modems, n: number(degraded.perMinute) })} `}
        {degraded.left === 'nothing'
          ? say('degradedHeld')
          : eta.kind === 'at'
            ? say('degradedEta', { at: clock(eta.at, eta.inSeconds) })
            : eta.kind === 'never' && say('degradedNever')}
      </p>
      {shortOffer !== null && (
        <div className="alert-short-offer">
          <p>
            {shortEta === undefined || shortEta === null
              ? say('shortOfferNoEta')
              : say('shortOffer', { at: clock(readAt + shortEta * 1000, shortEta) })}{' '}
            <strong>{may('launch') && say('shortAsk')}</strong>
          </p>
          {may('launch') && <ShortenAct overview={overview} />}
        </div>
      )}
    </section>
  );
};
