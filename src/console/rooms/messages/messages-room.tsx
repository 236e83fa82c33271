import type { ReactNode } from 'react';
import { Route, Switch } from 'wouter';
import { MessagesPage } from './messages-page.tsx';
import { MessagePage } from './one/message-page.tsx';
import { SendPage } from './send-page.tsx';
import './messages.css';

/** All messages, one message with its evidence, and the form for one message. */
export const MessagesRoom = (): ReactNode => (
  <Switch>
    <Route path="/messages/new" component={SendPage} />
    <Route path="/messages/:id">{({ id }) => <MessagePage key={id} id={id} />}</Route>
    <Route component={MessagesPage} />
  </Switch>
);
