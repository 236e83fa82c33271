import './alert.css';
import './alert-more.css';
import type { ReactNode } from 'react';
import { Link, Route, Switch, useParams } from 'wouter';
import { Empty } from '../../parts/empty.tsx';
import { Page } from '../../parts/page.tsx';
import { useWords } from '../../words/i18n.ts';
import { AlertPage } from './alert-page.tsx';
import { ReportPage } from './report/report-page.tsx';
import { alertWords } from './words/alert-words.ts';

const NoAlert = (): ReactNode => {
  const say = useWords(alertWords);
  return (
    <Page title={say('none')}>
      <Empty title={say('none')} hint={say('noneHint')}>
        <Link href="/alerts">{say('toList')}</Link>
      </Empty>
    </Page>
  );
};

const idOf = (text: string): number | undefined => (/^[1-9]\d{0,14}$/.test(text) ? Number(text) : undefined);

const OneAlert = ({
  of: View,
}: {
  readonly of: (props: { readonly id: number }) => ReactNode;
}): ReactNode => {
  const { id } = useParams<{ id: string }>();
  const number = idOf(id);
  // Another alert is another page: nothing that was seen or typed of the one stays with the other.
  return number === undefined ? <NoAlert /> : <View key={number} id={number} />;
};

export const AlertRoom = (): ReactNode => (
  <Switch>
    <Route path="/alerts/:id/report">
      <OneAlert of={ReportPage} />
    </Route>
    <Route path="/alerts/:id">
      <OneAlert of={AlertPage} />
    </Route>
    <Route>
      <NoAlert />
    </Route>
  </Switch>
);
