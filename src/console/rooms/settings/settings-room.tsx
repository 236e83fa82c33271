import type { ReactNode } from 'react';
import { Route, Switch } from 'wouter';
import type { Permission } from '../../../access/permissions.ts';
import { Empty } from '../../parts/empty.tsx';
import { Page } from '../../parts/page.tsx';
import { useMay } from '../../session/session-context.tsx';
import { useWords } from '../../words/i18n.ts';
import { AccountPage } from './account/account-page.tsx';
import { AlarmsPage } from './alarms/alarms-page.tsx';
import { AuditPage } from './audit/audit-page.tsx';
import { ConfigurationPage } from './machine/configuration-page.tsx';
import { RetentionPage } from './machine/retention-page.tsx';
import { SettingsIndex } from './settings-index.tsx';
import { TokensPage } from './tokens/tokens-page.tsx';
import { CapPage } from './triggers/cap-page.tsx';
import { TriggersPage } from './triggers/triggers-page.tsx';
import { UserPage } from './users/user-page.tsx';
import { UsersPage } from './users/users-page.tsx';
import { WebhookPage } from './webhooks/webhook-page.tsx';
import { WebhooksPage } from './webhooks/webhooks-page.tsx';
import { settingsWords } from './words.ts';
import './settings.css';

interface NeedProps {
  readonly permission: Permission;
  readonly children: ReactNode;
}

/** A page for those who may; others read why it stays closed. The gateway itself refuses all the same. */
const Need = ({ permission, children }: NeedProps): ReactNode => {
  const say = useWords(settingsWords);
  const may = useMay();
  if (may(permission)) return children;
  return (
    <Page title={say('title')}>
      <Empty title={say('notYours')} hint={say('notYoursHint')} />
    </Page>
  );
};

export const SettingsRoom = (): ReactNode => (
  <Switch>
    <Route path="/settings/account" component={AccountPage} />
    <Route path="/settings/users">
      <Need permission="manageUsers">
        <UsersPage />
      </Need>
    </Route>
    <Route path="/settings/users/:name">
      {({ name }) => (
        <Need permission="manageUsers">
          <UserPage key={name} name={decodeURIComponent(name)} />
        </Need>
      )}
    </Route>
    <Route path="/settings/tokens">
      <Need permission="manageTokens">
        <TokensPage />
      </Need>
    </Route>
    <Route path="/settings/webhooks">
      <Need permission="manageWebhooks">
        <WebhooksPage />
      </Need>
    </Route>
    <Route path="/settings/webhooks/:id">
      {({ id }) => (
        <Need permission="manageWebhooks">
          <WebhookPage key={id} id={Number(id)} />
        </Need>
      )}
    </Route>
    <Route path="/settings/alarms">
      <Need permission="watch">
        <AlarmsPage />
      </Need>
    </Route>
    <Route path="/settings/audit">
      <Need permission="readAudit">
        <AuditPage />
      </Need>
    </Route>
    <Route path="/settings/configuration">
      <Need permission="reloadConfig">
        <ConfigurationPage />
      </Need>
    </Route>
    <Route path="/settings/retention">
      <Need permission="manageRetention">
        <RetentionPage />
      </Need>
    </Route>
    <Route path="/settings/triggers">
      <Need permission="watch">
        <TriggersPage />
      </Need>
    </Route>
    <Route path="/settings/triggers/cap/:id">
      {({ id }) => (
        <Need permission="readAlerts">
          <CapPage key={id} id={Number(id)} />
        </Need>
      )}
    </Route>
    <Route component={SettingsIndex} />
  </Switch>
);
