import './routes.css';
import type { ReactNode } from 'react';
import { Route, Switch } from 'wouter';
import { RouteList } from './route-list.tsx';
import { RoutePage } from './route-page.tsx';

/** The ways out: all of them, or one with all that is known of it. */
export const RoutesRoom = (): ReactNode => (
  <Switch>
    <Route path="/routes">
      <RouteList />
    </Route>
    <Route path="/routes/:id">{({ id }) => <RoutePage key={id} id={decodeURIComponent(id)} />}</Route>
  </Switch>
);
