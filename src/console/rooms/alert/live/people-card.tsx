import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { AlertOverview } from '../../../api/alerts/alerts.ts';
import { PeopleBar } from '../../../parts/people-bar.tsx';
import { useFormats } from '../../../words/format.ts';
import { useGatewayText } from '../../../words/gateway-text.ts';
import { useWords } from '../../../words/i18n.ts';
import { liveWords } from '../words/live-words.ts';
import { type Eta, etaOf, figuresOf, isGoing } from './figures.ts';
import { useClock } from './use-clock.ts';

interface Props {
  readonly overview: AlertOverview;
  /** When the ETA was read, ms since the epoch. */
  readonly readAt: number;
}

const EtaFigure = ({ eta, reason }: { readonly eta: Eta; readonly reason: string | null }): ReactNode => {
  const say = useWords(liveWords);
  const gatewaySays = useGatewayText();
  const { duration } = useFormats();
  const clock = useClock();
  return (
    <>
      <div className="alert-eta">
        {eta.kind === 'out' && (
          <>
            <p className="alert-eta-figure">{say('allOut')}</p>
            <Text c="var(--quiet)">{say('allOutHint')}</Text>
          </>
        )}
        {eta.kind === 'at' && (
          <>
            <Text c="var(--quiet)">{say('allOutBy')}</Text>
            <p className="big-figure alert-eta-figure">{clock(eta.at, eta.inSeconds)}</p>
            <Text c="var(--quiet)">{say('inDuration', { duration: duration(eta.inSeconds) })}</Text>
            {!eta.isInTime && <Text className="alert-warn">{say('notInTime')}</Text>}
          </>
        )}
        {eta.kind === 'never' && <p className="alert-eta-figure alert-warn">{say('notOut')}</p>}
      </div>
      {reason !== null && <Text className="alert-eta-reason">{gatewaySays(reason)}</Text>}
    </>
  );
};

/** How far the alert has come, in people, and when all of it will be out. */
export const PeopleCard = ({ overview, readAt }: Props): ReactNode => {
  const say = useWords(liveWords);
  const { number } = useFormats();
  const figures = figuresOf(overview);
  const { possibleDuplicates, short } = overview.progress;
  const lines = [
    figures.suppressed > 0 && say('suppressed', { count: figures.suppressed, n: number(figures.suppressed) }),
    figures.inDoubt > 0 && say('inDoubt', { count: figures.inDoubt, n: number(figures.inDoubt) }),
    figures.toCome > 0 && say('toCome', { count: figures.toCome, n: number(figures.toCome) }),
    possibleDuplicates > 0 && say('duplicates', { count: possibleDuplicates, n: number(possibleDuplicates) }),
    short > 0 && say('shortened', { count: short, n: number(short) }),
  ].filter((line) => line !== false);
  return (
    <section className="card alert-people" aria-labelledby="alert-people">
      <h2 id="alert-people" className="alert-people-title">
        {say('total', { count: figures.toReach, n: number(figures.toReach) })}
      </h2>
      {isGoing(overview) && (
        <EtaFigure eta={etaOf(overview.progress, readAt)} reason={overview.progress.etaReason} />
      )}
      <div className="alert-people-bar">
        <PeopleBar {...figures} />
      </div>
      {figures.notReached > 0 && (
        <Link href={`/alerts/${overview.id}/report`} className="alert-lines">
          {say('whoNot')}
        </Link>
      )}
      {lines.length > 0 && (
        <ul className="alert-lines">
          {lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
    </section>
  );
};
