import type { ReactNode } from 'react';
import { Route, Switch } from 'wouter';
import { ScenarioList } from './list/scenario-list.tsx';
import { TemplateList } from './list/template-list.tsx';
import { EditScenarioPage } from './pages/edit-scenario-page.tsx';
import { NewScenarioPage } from './pages/new-scenario-page.tsx';
import { NewTemplatePage, TemplatePage } from './pages/template-pages.tsx';
import { ScenarioPage } from './show/scenario-page.tsx';

export const ScenariosRoom = (): ReactNode => (
  <Switch>
    <Route path="/alerts/scenarios" component={ScenarioList} />
    <Route path="/alerts/scenarios/new" component={NewScenarioPage} />
    <Route path="/alerts/scenarios/:id">{({ id }) => <ScenarioPage key={id} id={Number(id)} />}</Route>
    <Route path="/alerts/scenarios/:id/edit">
      {({ id }) => <EditScenarioPage key={id} id={Number(id)} />}
    </Route>
    <Route path="/alerts/templates" component={TemplateList} />
    <Route path="/alerts/templates/new" component={NewTemplatePage} />
    <Route path="/alerts/templates/:id">{({ id }) => <TemplatePage key={id} id={Number(id)} />}</Route>
  </Switch>
);
