import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useWords } from '../../words/i18n.ts';
import { Decisions } from './decisions.tsx';
import { Duty } from './duty.tsx';
import { HelpCases } from './help-cases.tsx';
import { casesIn } from './queries.ts';
import { Question } from './question.tsx';
import { nowWords } from './words.ts';

/** Who calls for help, what waits for a second person, and who is on duty. */
export const WhoNeedsMe = (): ReactNode => {
  const say = useWords(nowWords);
  const open = useQuery(casesIn('open'));
  const taken = useQuery(casesIn('taken'));
  return (
    <Question title={say('whoNeedsMe')} aside={<Duty />} className="who-needs-me">
      <div className="card needs">
        <HelpCases open={open} taken={taken} />
        <Decisions />
      </div>
    </Question>
  );
};
