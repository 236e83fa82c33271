import './alerts.css';
import type { ReactNode } from 'react';
import { Route, Switch } from 'wouter';
import { AlertsPage } from './alerts-page.tsx';
import { DelegationsPage } from './delegations-page.tsx';
import { SchedulesPage } from './schedules/schedules-page.tsx';

export const AlertsRoom = (): ReactNode => (
  <Switch>
    <Route path="/alerts/schedules" component={SchedulesPage} />
    <Route path="/alerts/delegations" component={DelegationsPage} />
    <Route component={AlertsPage} />
  </Switch>
);
