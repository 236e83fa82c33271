import { Button, Alert as Note, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { type Report, reportQuery } from '../../../api/alerts/alerts.ts';
import { isProblem } from '../../../api/problem.ts';
import { AlertState } from '../../../parts/alerts/alert-state.tsx';
import { Empty } from '../../../parts/empty.tsx';
import { Loaded } from '../../../parts/loaded.tsx';
import { Page } from '../../../parts/page.tsx';
import { PeopleBar } from '../../../parts/people-bar.tsx';
import { PhonePreview } from '../../../parts/phone-preview.tsx';
import { commonWords } from '../../../words/common.ts';
import { useFormats } from '../../../words/format.ts';
import { useLanguage, useWords } from '../../../words/i18n.ts';
import { useLanguageName } from '../language-name.ts';
import { isGoing } from '../live/figures.ts';
import { LogLines } from '../talk/log-lines.tsx';
import { alertWords } from '../words/alert-words.ts';
import { liveWords } from '../words/live-words.ts';
import { reportWords } from '../words/report-words.ts';
import { talkWords } from '../words/talk-words.ts';
import { CompareCard } from './compare-card.tsx';
import { CurveSection } from './curve-section.tsx';
import { FilesCard } from './files-card.tsx';
import { NotReachedCard } from './not-reached-card.tsx';
import { AnswersSummary, SumsCard } from './sums.tsx';
import { TimingsCard } from './timings-card.tsx';

const People = ({ report }: { readonly report: Report }): ReactNode => {
  const say = useWords(reportWords);
  const sayLive = useWords(liveWords);
  const { number, percent } = useFormats();
  const { people } = report;
  return (
    <section className="card" aria-labelledby="report-people">
      <h2 id="report-people">
        {say('share', { share: percent(people.reached, people.toReach), n: number(people.toReach) })}
      </h2>
      <PeopleBar
        reached={people.reached}
        silent={people.unconfirmed + people.inDoubt}
        notReached={people.notReached}
        waiting={people.underWay}
      />
      {people.suppressed > 0 && (
        <Text mt="sm">
          {sayLive('suppressed', { count: people.suppressed, n: number(people.suppressed) })}
        </Text>
      )}
    </section>
  );
};

const Texts = ({ report }: { readonly report: Report }): ReactNode => {
  const sayLive = useWords(liveWords);
  const sayAlert = useWords(alertWords);
  const languageName = useLanguageName();
  const { number } = useFormats();
  const nameOf = (wave: number): string => {
    const kind = report.byWave.find((one) => one.wave === wave)?.kind ?? null;
    return kind === null ? sayLive('wave') : sayAlert(`wave_${kind}` as 'wave_first');
  };
  return (
    <section className="card" aria-labelledby="report-texts">
      <h2 id="report-texts">{sayLive('textsTitle')}</h2>
      <div className="alert-phones">
        {report.texts.map(({ wave, language, text }) => (
          <div key={`${wave} ${language}`}>
            <h3>
              {number(wave)}. {nameOf(wave)} · {languageName(language)}
            </h3>
            <PhonePreview from={report.alert.from ?? sayAlert('sender')} text={text} />
          </div>
        ))}
      </div>
    </section>
  );
};

/** The after-action report: what happened, how fast, and everybody whom it did not reach. */
export const ReportPage = ({ id }: { readonly id: number }): ReactNode => {
  const say = useWords(reportWords);
  const sayAlert = useWords(alertWords);
  const sayTalk = useWords(talkWords);
  const sayCommon = useWords(commonWords);
  const { moment } = useFormats();
  // Opening the page counts anew: late receipts change a report.
  const report = useQuery({ ...reportQuery(id, useLanguage()), staleTime: 0, refetchOnMount: 'always' });
  const alert = report.data?.alert;
  if (isProblem(report.error, 'not-found')) {
    return (
      <Page title={sayAlert('none')}>
        <Empty title={sayAlert('none')} hint={sayAlert('noneHint')}>
          <Link href="/alerts">{sayAlert('toList')}</Link>
        </Empty>
      </Page>
    );
  }
  return (
    <Page
      title={say('title', { title: alert?.title.slice(0, 120) ?? sayAlert('number', { id }) })}
      isExercise={alert?.kind === 'exercise'}
      actions={
        <>
          <Button component={Link} href={`/alerts/${id}`} variant="default">
            {sayAlert('toAlert')}
          </Button>
          <Button onClick={() => window.print()}>{sayCommon('print')}</Button>
        </>
      }
    >
      <Loaded of={report}>
        {(known) => (
          <div className="alert-report">
            <div className="alert-report-head">
              <strong>
                <AlertState {...known.alert} />
              </strong>
              {known.alert.kind === 'exercise' && <strong>{sayAlert('exerciseHead')}</strong>}
              <span>{sayAlert('number', { id })}</span>
              <span>{say('counted', { at: moment(known.countedAt), zone: known.timeZone })}</span>
            </div>
            {isGoing(known.alert) && (
              <Note color="yellow" role="note">
                {say('preliminary')}
              </Note>
            )}
            {known.purged && (
              <Note color="yellow" role="note">
                {say('purged')}
              </Note>
            )}
            <People report={known} />
            <TimingsCard report={known} />
            <CurveSection report={known} />
            <NotReachedCard report={known} />
            <SumsCard report={known} of="byRoute" />
            <SumsCard report={known} of="byWave" />
            <Texts report={known} />
            <AnswersSummary report={known} />
            <section className="card" aria-labelledby="report-log">
              <h2 id="report-log">{sayTalk('logTitle')}</h2>
              <LogLines log={known.log} />
            </section>
            <FilesCard report={known} />
            <CompareCard id={id} />
          </div>
        )}
      </Loaded>
    </Page>
  );
};
