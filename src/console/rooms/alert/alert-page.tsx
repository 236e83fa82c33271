import { Button, Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { AlertOverview } from '../../api/alerts/alerts.ts';
import { isProblem } from '../../api/problem.ts';
import { AlertState } from '../../parts/alerts/alert-state.tsx';
import { Empty } from '../../parts/empty.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { Page } from '../../parts/page.tsx';
import { Said } from '../../parts/said.tsx';
import { useFormats } from '../../words/format.ts';
import { useWords } from '../../words/i18n.ts';
import { byGateway } from '../../words/place.ts';
import { BeforePage } from './before/before-page.tsx';
import { LivePage } from './live/live-page.tsx';
import { useOverview } from './live/use-overview.ts';
import { alertWords } from './words/alert-words.ts';

/** What stands under the title of each alert: its state, and who began it. */
const Facts = ({ overview }: { readonly overview: AlertOverview }): ReactNode => {
  const say = useWords(alertWords);
  const { moment } = useFormats();
  const { launched, created, finishedAt, expiresAt, severity, kind } = overview;
  const signed = launched ?? created;
  return (
    <div className="alert-facts">
      <Group gap="0.25rem 1.25rem">
        <strong className="alert-state">
          <AlertState {...overview} />
        </strong>
        <span>{say('number', { id: overview.id })}</span>
        <span>{say('severityIs', { level: say(`severity_${severity}`) })}</span>
        {signed !== null && (
          <Said>
            {say(launched === null ? 'writtenBy' : 'launchedBy', {
              who: signed.by.name,
              when: moment(signed.at),
            })}
          </Said>
        )}
        {finishedAt !== null && <span>{say('finishedAt', { when: moment(finishedAt) })}</span>}
        {expiresAt !== null && <span>{say('dangerUntil', { when: moment(expiresAt) })}</span>}
      </Group>
      {kind === 'exercise' && <Text className="alert-exercise">{say('exerciseReal')}</Text>}
    </div>
  );
};

const TITLE_MOST = 120;

export const AlertPage = ({ id }: { readonly id: number }): ReactNode => {
  const say = useWords(alertWords);
  const overview = useOverview(id);
  const { data } = overview;
  if (isProblem(overview.error, 'not-found')) {
    return (
      <Page title={say('none')}>
        <Empty title={say('none')} hint={say('noneHint')}>
          <Link href="/alerts">{say('toList')}</Link>
        </Empty>
      </Page>
    );
  }
  return (
    <Page
      title={data === undefined ? say('number', { id }) : data.title.slice(0, TITLE_MOST)}
      isExercise={data?.kind === 'exercise'}
      actions={
        data?.launched && (
          <>
            <Button component={Link} href={`/messages?alert=${id}`} variant="default">
              {say('openMessages')}
            </Button>
            <Button component={Link} href={`/alerts/${id}/report`} variant="default">
              {say('report')}
            </Button>
          </>
        )
      }
    >
      <Loaded of={overview}>
        {(known) => (
          <>
            <Facts overview={known} />
            {known.waves.length === 0 ? (
              <BeforePage overview={known} />
            ) : (
              <LivePage overview={known} readAt={byGateway(overview.dataUpdatedAt)} />
            )}
          </>
        )}
      </Loaded>
    </Page>
  );
};
