import type { ReactNode } from 'react';
import { parseIsoDuration } from '../../../kernel/iso-duration.ts';
import type { Drill } from '../../api/alerts/drills.ts';
import { Said } from '../../parts/said.tsx';
import { useFormats } from '../../words/format.ts';
import { useWords } from '../../words/i18n.ts';
import { drillWords } from './drill-words.ts';
import { ResultLight } from './result-light.tsx';
import { usePlanned } from './use-planned.ts';
import { drillsWords } from './words.ts';

interface FactProps {
  readonly term: string;
  readonly children: ReactNode;
}

const Fact = ({ term, children }: FactProps): ReactNode => (
  <div>
    <dt>{term}</dt>
    <dd>{children}</dd>
  </div>
);

/** What a drill is: its last result, plan, text, phones, routes and limits. */
export const Settings = ({ of }: { readonly of: Drill }): ReactNode => {
  const say = useWords(drillWords);
  const sayDrills = useWords(drillsWords);
  const { duration, phone, moment } = useFormats();
  const planned = usePlanned();
  const state = of.running === null ? of.last?.result : 'running';
  return (
    <dl className="card drill-facts">
      <Fact term={sayDrills('result')}>
        {state === undefined ? sayDrills('neverRun') : <ResultLight of={state} />}
      </Fact>
      <Fact term={sayDrills('plan')}>{planned(of)}</Fact>
      <Fact term={sayDrills('next')}>{of.next === null ? '–' : moment(of.next)}</Fact>
      <Fact term={say('text')}>
        <Said>{of.text}</Said>
      </Fact>
      <Fact term={say('phones')}>
        {of.numbers.map((number) => (
          <div key={number} className="figures phone-number">
            {phone(number)}
          </div>
        ))}
      </Fact>
      <Fact term={say('route')}>{of.routes === null ? say('allRoutes') : of.routes.join(', ')}</Fact>
      <Fact term={say('within')}>{duration((parseIsoDuration(of.within) ?? 0) / 1000)}</Fact>
      <Fact term={say('until')}>{say(of.until === 'sent' ? 'untilSent' : 'untilDelivered')}</Fact>
    </dl>
  );
};
