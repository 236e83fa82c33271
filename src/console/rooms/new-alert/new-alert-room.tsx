import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Redirect, Route, Switch, useLocation } from 'wouter';
import { alertQuery } from '../../api/alerts/alerts.ts';
import { readyScenarioQuery } from '../../api/alerts/ready-scenarios.ts';
import { Empty } from '../../parts/empty.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { Page } from '../../parts/page.tsx';
import { kept } from '../../parts/use-kept.ts';
import { useMay } from '../../session/session-context.tsx';
import { useWords } from '../../words/i18n.ts';
import { DraftPage } from './draft-page.tsx';
import { GonePage } from './gone-page.tsx';
import { ScenarioPage } from './scenario-page.tsx';
import { StartPage } from './start-page.tsx';
import { asSaved, type KeptDraft, newText, slotOf } from './use-draft.ts';
import { newAlertWords } from './words.ts';
import './new-alert.css';
import './new-alert-more.css';

const LOOK_MS = 10_000;

const ScenarioOf = ({ id }: { readonly id: number }): ReactNode => (
  // No event tells of a change of a scenario.
  <Loaded of={useQuery({ ...readyScenarioQuery(id), refetchInterval: LOOK_MS })}>
    {(scenario) => <ScenarioPage scenario={scenario} />}
  </Loaded>
);

const DraftOf = ({ id, onBorn }: { readonly id: number; readonly onBorn: () => void }): ReactNode => (
  <Loaded of={useQuery(alertQuery(id))}>
    {(alert) =>
      alert.state === 'draft' || alert.state === 'returned' ? (
        <DraftPage id={id} first={asSaved(alert)} onBorn={onBorn} />
      ) : (
        <GonePage alert={alert} />
      )
    }
  </Loaded>
);

/**
 * A text that has no draft yet, and goes on as one once the gateway has it: the page stays as it is while its address
 * changes, so that nobody is interrupted in a word.
 */
const TextPages = ({ id }: { readonly id: number | undefined }): ReactNode => {
  const [, navigate] = useLocation();
  const [born, setBorn] = useState<number>();
  if (id !== undefined && id !== born) return <DraftOf key={id} id={id} onBorn={() => {}} />;
  return (
    <DraftPage
      id={id}
      first={kept<KeptDraft>(slotOf(undefined)) ?? newText()}
      onBorn={(own) => {
        setBorn(own);
        navigate(`/alerts/new/${own}`, { replace: true, state: { staysInPlace: true } });
      }}
    />
  );
};

/** New alert: what, who, check and send. */
export const NewAlertRoom = (): ReactNode => {
  const say = useWords(newAlertWords);
  const may = useMay();
  if (!may('prepare')) {
    return (
      <Page title={say('title')}>
        <Empty title={say('noPrepare')} hint={say('noPrepareHint')} />
      </Page>
    );
  }
  return (
    <Switch>
      <Route path="/alerts/new" component={StartPage} />
      <Route path="/alerts/new/scenario/:id">{({ id }) => <ScenarioOf key={id} id={Number(id)} />}</Route>
      <Route path="/alerts/new/:draft">
        {({ draft }) =>
          draft === 'text' || /^\d+$/.test(draft) ? (
            <TextPages id={draft === 'text' ? undefined : Number(draft)} />
          ) : (
            <Redirect to="/alerts/new" />
          )
        }
      </Route>
    </Switch>
  );
};
