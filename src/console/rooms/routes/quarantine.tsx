import type { ReactNode } from 'react';
import type { Route } from '../../api/routes.ts';
import { Light } from '../../parts/light.tsx';
import { Reason } from '../../parts/reason.tsx';
import { useFormats } from '../../words/format.ts';
import { useWords } from '../../words/i18n.ts';
import { EndQuarantine } from './switching.tsx';
import { routesWords } from './words.ts';

interface Props {
  readonly id: string;
  readonly quarantine: NonNullable<Route['quarantine']>;
}

/** Says that a route is set aside, why, and how that ends. */
export const Quarantine = ({ id, quarantine: { since, reason } }: Props): ReactNode => {
  const say = useWords(routesWords);
  const { moment } = useFormats();
  return (
    <section className="card route-head">
      <div className="state">
        <Light tone="warn">
          <strong>{say('quarantine')}</strong>
          <span className="quiet"> {say('since', { time: moment(since) })}</span>
        </Light>
        <div>
          <Reason>{reason}</Reason>
        </div>
        <p className="quiet">{say('quarantineSaid')}</p>
      </div>
      <EndQuarantine id={id} />
    </section>
  );
};
