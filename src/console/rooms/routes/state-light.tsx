import type { ReactNode } from 'react';
import type { Route } from '../../api/routes.ts';
import { Light, type Tone } from '../../parts/light.tsx';
import { Reason } from '../../parts/reason.tsx';
import { useFormats } from '../../words/format.ts';
import { useWords } from '../../words/i18n.ts';
import { routesWords } from './words.ts';

const TONES: Readonly<Record<Route['state'], Tone>> = {
  up: 'good',
  degraded: 'warn',
  down: 'bad',
  disabled: 'off',
};

/** The state of a route, since when, and why. */
export const StateLight = ({
  route: { state, since, reason },
}: {
  readonly route: Pick<Route, 'state' | 'since' | 'reason'>;
}): ReactNode => {
  const say = useWords(routesWords);
  const { moment } = useFormats();
  return (
    <div className="state">
      <Light tone={TONES[state]}>
        <strong>{say(state)}</strong>
        {since !== null && <span className="quiet"> {say('since', { time: moment(since) })}</span>}
      </Light>
      {reason !== null && (
        <div className="state-why">
          <Reason>{reason}</Reason>
        </div>
      )}
    </div>
  );
};
