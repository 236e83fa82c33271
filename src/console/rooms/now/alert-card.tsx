import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { AlertOverview } from '../../api/alerts/alerts.ts';
import { Light } from '../../parts/light.tsx';
import { PeopleBar } from '../../parts/people-bar.tsx';
import { Reason } from '../../parts/reason.tsx';
import { Said } from '../../parts/said.tsx';
import { commonWords } from '../../words/common.ts';
import { useFormats } from '../../words/format.ts';
import { useWords } from '../../words/i18n.ts';
import { figuresOf, standingOf } from './figures.ts';
import { NextDecision } from './next-decision.tsx';
import { nowWords } from './words.ts';

interface Props {
  readonly alert: AlertOverview;
  /** When its ETA was told, ms since the epoch. */
  readonly readAt: number;
}

const ByWhen = ({ alert, readAt }: Props): ReactNode => {
  const say = useWords(nowWords);
  const { minuteOn } = useFormats();
  const standing = standingOf(alert, readAt);
  switch (standing.kind) {
    case 'paused':
      return <Light tone="warn">{say('paused')}</Light>;
    case 'out':
      return <Light tone="good">{say('out')}</Light>;
    case 'never':
      return (
        <Light tone="bad">
          {say('never')}
          {standing.reason !== null && (
            <>
              : <Reason>{standing.reason}</Reason>
            </>
          )}
        </Light>
      );
    case 'by':
      return (
        <Light tone={standing.isLate ? 'warn' : 'waiting'}>
          <strong className="by-when">
            {say(standing.isLate ? 'lateBy' : 'allOutBy', { time: minuteOn(standing.at) })}
          </strong>
          {standing.reason !== null && (
            <>
              {' – '}
              <Reason>{standing.reason}</Reason>
            </>
          )}
        </Light>
      );
  }
};

/** One alert: how far it is in people, by when it is out, and what is to be decided next. */
export const AlertCard = ({ alert, readAt }: Props): ReactNode => {
  const say = useWords(nowWords);
  const sayCommon = useWords(commonWords);
  const { number } = useFormats();
  const isExercise = alert.kind === 'exercise';
  const { suppressed } = alert.progress.people;
  return (
    <article className={isExercise ? 'exercise' : 'live'} aria-label={alert.title}>
      <header>
        <span className={`mode mode-${isExercise ? 'exercise' : 'live'}`}>
          {sayCommon(isExercise ? 'exercise' : 'live')}
        </span>
        <h3 title={alert.title}>
          <Link href={`/alerts/${alert.id}`}>
            <Said>{alert.title}</Said>
          </Link>
        </h3>
      </header>
      <PeopleBar {...figuresOf(alert)} />
      {suppressed > 0 && (
        <p className="quiet">{say('suppressed', { count: suppressed, n: number(suppressed) })}</p>
      )}
      <footer>
        <p className="standing">
          <ByWhen alert={alert} readAt={readAt} />
        </p>
        <NextDecision alert={alert} readAt={readAt} />
      </footer>
    </article>
  );
};
