import type { ReactNode } from 'react';
import { Route, Switch } from 'wouter';
import { Empty } from '../../parts/empty.tsx';
import { commonWords } from '../../words/common.ts';
import { useWords } from '../../words/i18n.ts';
import { ContactPage } from './contacts/contact-page.tsx';
import { ContactsPage } from './contacts/contacts-page.tsx';
import { NewContactPage } from './contacts/new-contact-page.tsx';
import { ImportJobPage } from './import/import-job-page.tsx';
import { ImportPage } from './import/import-page.tsx';
import { DeadNumbersPage } from './opt-outs/dead-numbers-page.tsx';
import { OptOutsPage } from './opt-outs/opt-outs-page.tsx';
import { PeopleFrame } from './people-frame.tsx';
import { AreaPage } from './targets/area-page.tsx';
import { AreasPage } from './targets/areas-page.tsx';
import { ListPage } from './targets/list-page.tsx';
import { ListsPage } from './targets/lists-page.tsx';
import { ReachPage } from './targets/reach-page.tsx';
import { SegmentPage } from './targets/segment-page.tsx';
import { SegmentsPage } from './targets/segments-page.tsx';
import { peopleWords } from './words.ts';

export const PeopleRoom = (): ReactNode => {
  const say = useWords(peopleWords);
  const common = useWords(commonWords);
  return (
    <Switch>
      <Route path="/people" component={ContactsPage} />
      <Route path="/people/contacts/new" component={NewContactPage} />
      <Route path="/people/contacts/:id">{({ id }) => <ContactPage key={id} id={Number(id)} />}</Route>
      <Route path="/people/import" component={ImportPage} />
      <Route path="/people/import/:id">{({ id }) => <ImportJobPage key={id} id={Number(id)} />}</Route>
      <Route path="/people/opt-outs" component={OptOutsPage} />
      <Route path="/people/dead" component={DeadNumbersPage} />
      <Route path="/people/areas" component={AreasPage} />
      <Route path="/people/areas/:id">{({ id }) => <AreaPage key={id} id={id} />}</Route>
      <Route path="/people/lists" component={ListsPage} />
      <Route path="/people/lists/:id">{({ id }) => <ListPage key={id} id={id} />}</Route>
      <Route path="/people/segments" component={SegmentsPage} />
      <Route path="/people/segments/:id">{({ id }) => <SegmentPage key={id} id={id} />}</Route>
      <Route path="/people/reach" component={ReachPage} />
      <Route>
        <PeopleFrame title={say('title')}>
          <Empty title={common('nothing')} />
        </PeopleFrame>
      </Route>
    </Switch>
  );
};
