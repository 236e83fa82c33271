import type { ReactNode } from 'react';
import { Route, Switch } from 'wouter';
import { Empty } from '../../parts/empty.tsx';
import { Page } from '../../parts/page.tsx';
import { useWords } from '../../words/i18n.ts';
import { DrillPage } from './drill-page.tsx';
import { DrillsPage } from './drills-page.tsx';
import { NewDrillPage } from './form/new-drill-page.tsx';
import { RunPage } from './runs/run-page.tsx';
import { drillsWords } from './words.ts';
import './drills.css';

const NotFound = (): ReactNode => {
  const say = useWords(drillsWords);
  return (
    <Page title={say('title')} isExercise>
      <Empty title={say('unknown')} hint={say('unknownHint')} />
    </Page>
  );
};

/** Exercises to phones of ours. All of it looks like an exercise, and none of it like a live alert. */
export const DrillsRoom = (): ReactNode => (
  <Switch>
    <Route path="/drills" component={DrillsPage} />
    <Route path="/drills/new" component={NewDrillPage} />
    <Route path="/drills/:id">{({ id }) => <DrillPage key={id} id={Number(id)} />}</Route>
    <Route path="/drills/:id/runs/:run">
      {({ id, run }) => <RunPage key={run} id={Number(id)} run={Number(run)} />}
    </Route>
    <Route component={NotFound} />
  </Switch>
);
