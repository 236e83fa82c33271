import type { ReactNode } from 'react';
import { useLocation } from 'wouter';
import { Page } from '../../../parts/page.tsx';
import { useWords } from '../../../words/i18n.ts';
import { DrillForm } from './drill-form.tsx';
import { drillFormWords } from './words.ts';

/** The form of a new drill. */
export const NewDrillPage = (): ReactNode => {
  const say = useWords(drillFormWords);
  const [, navigate] = useLocation();
  return (
    <Page title={say('newTitle')} isExercise>
      <DrillForm onDone={(id) => navigate(`/drills/${id}`)} onLeave={() => navigate('/drills')} />
    </Page>
  );
};
