import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { Light } from '../../../parts/light.tsx';
import { useWords } from '../../../words/i18n.ts';
import { drillWords } from '../drill-words.ts';
import { Reason } from '../reason.tsx';
import { whatToDo } from './what-to-do.ts';

/** Why a run failed, and what to do now. */
export const Failure = ({ reason }: { readonly reason: string }): ReactNode => {
  const say = useWords(drillWords);
  return (
    <section className="card drill-failure" aria-labelledby="why">
      <h2 id="why">
        <Light tone="warn">{say('why')}</Light>
      </h2>
      <p>
        <Reason>{reason}</Reason>
      </p>
      <h3>{say('whatToDo')}</h3>
      <ul>
        {whatToDo(reason).map((step) => (
          <li key={step}>{say(step)}</li>
        ))}
      </ul>
      <Link href="/routes">{say('seeRoutes')}</Link>
    </section>
  );
};
