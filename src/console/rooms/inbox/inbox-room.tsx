import type { ReactNode } from 'react';
import { Route, Switch } from 'wouter';
import { Empty } from '../../parts/empty.tsx';
import { Page } from '../../parts/page.tsx';
import { useWords } from '../../words/i18n.ts';
import { CasePage } from './cases/case-page.tsx';
import { CasesPage } from './cases/cases-page.tsx';
import { RosterPage } from './duty/roster-page.tsx';
import { RostersPage } from './duty/rosters-page.tsx';
import { InboxTabs } from './inbox-tabs.tsx';
import { KeywordsPage } from './keywords/keywords-page.tsx';
import { MessagesPage } from './messages/messages-page.tsx';
import { inboxWords } from './words.ts';
import './inbox.css';
import './inbox-more.css';

const NotFound = (): ReactNode => {
  const say = useWords(inboxWords);
  return (
    <Page title={say('title')}>
      <InboxTabs />
      <Empty title={say('notFound')} hint={say('notFoundHint')} />
    </Page>
  );
};

/** What phones wrote: calls for help, everything else, the words that are answered, and who is on duty for it. */
export const InboxRoom = (): ReactNode => (
  <Switch>
    <Route path="/inbox" component={CasesPage} />
    <Route path="/inbox/cases/:id">{({ id }) => <CasePage key={id} id={Number(id)} />}</Route>
    <Route path="/inbox/messages" component={MessagesPage} />
    <Route path="/inbox/keywords" component={KeywordsPage} />
    <Route path="/inbox/duty" component={RostersPage} />
    <Route path="/inbox/duty/:id">{({ id }) => <RosterPage key={id} id={id} />}</Route>
    <Route component={NotFound} />
  </Switch>
);
