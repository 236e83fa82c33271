import type { ReactNode } from 'react';
import { useMay } from '../../../session/session-context.tsx';
import { useWords } from '../../../words/i18n.ts';
import { PeopleFrame } from '../people-frame.tsx';
import { Places } from './reach/places.tsx';
import { Population } from './reach/population.tsx';
import { ReachedNow } from './reach/reached-now.tsx';
import { reachWords } from './reach/words.ts';
import './targets.css';

/** How many people can be reached, why others can't, and how many live where. */
export const ReachPage = (): ReactNode => {
  const say = useWords(reachWords);
  const mayChange = useMay()('managePeople');
  return (
    <PeopleFrame title={say('title')}>
      <ReachedNow />
      <Places />
      {mayChange && <Population />}
    </PeopleFrame>
  );
};
