import { Alert as Note, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { type AlertOverview, type AlertPreview, previewQuery } from '../../../api/alerts/alerts.ts';
import { isProblem } from '../../../api/problem.ts';
import { Loaded } from '../../../parts/loaded.tsx';
import { Said } from '../../../parts/said.tsx';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { byGateway } from '../../../words/place.ts';
import { LogCard } from '../talk/log-card.tsx';
import { beforeWords } from '../words/before-words.ts';
import { BeforeActs } from './before-acts.tsx';
import { ClockCard } from './clock-card.tsx';
import { DifferenceCard } from './difference-card.tsx';
import { PreviewCard } from './preview-card.tsx';
import { TestsCard } from './tests-card.tsx';
import { TextsCard } from './texts-card.tsx';

/** States in which somebody may still decide that it goes out. */
const OPEN: ReadonlySet<string> = new Set(['draft', 'pendingApproval', 'returned', 'approved', 'scheduled']);

/** An alert that has not gone out: exactly what would, and what is asked of whom. */
export const BeforePage = ({ overview }: { readonly overview: AlertOverview }): ReactNode => {
  const say = useWords(beforeWords);
  const { number } = useFormats();
  const { id, version, state, approved, submitted } = overview;
  const isOpen = OPEN.has(state);
  const preview = useQuery({ ...previewQuery(id, version), enabled: isOpen });
  const [before, setBefore] = useState<AlertPreview>();
  /** A decision that was refused since something has changed: what was seen stays, to be compared with what is now. */
  const guard = async <Result,>(act: () => Promise<Result>): Promise<Result> => {
    try {
      return await act();
    } catch (error) {
      if (isProblem(error, 'changed-meanwhile') && preview.data !== undefined) {
        setBefore(preview.data);
        await preview.refetch();
      }
      throw error;
    }
  };
  const people = preview.data?.people;
  const hasGrown =
    approved !== null && approved.people !== null && people !== undefined && approved.people !== people;
  const hasChanged =
    state === 'pendingApproval' &&
    submitted !== null &&
    submitted.people !== null &&
    people !== undefined &&
    submitted.people !== people;
  return (
    <div className="alert-live">
      <div className="alert-main">
        {before !== undefined && preview.data !== undefined && (
          <DifferenceCard seen={before} now={preview.data} />
        )}
        {hasGrown && (
          <Note color="yellow" role="note">
            {say('sinceApproval', {
              count: approved.people ?? 0,
              n: number(approved.people ?? 0),
              now: number(people),
              who: approved.by.name,
            })}
          </Note>
        )}
        {hasChanged && (
          <Note color="yellow" role="note">
            <Text component="div">
              <Said>
                {say('sinceSubmission', {
                  count: submitted.people ?? 0,
                  n: number(submitted.people ?? 0),
                  now: number(people),
                  who: submitted.by.name,
                })}
              </Said>
            </Text>
          </Note>
        )}
        {isOpen && (
          <Loaded of={preview}>
            {(data) => (
              <PreviewCard overview={overview} preview={data} readAt={byGateway(preview.dataUpdatedAt)} />
            )}
          </Loaded>
        )}
      </div>
      <div className="alert-main">
        {preview.data !== undefined && isOpen ? (
          <TextsCard overview={overview} preview={preview.data} />
        ) : (
          !isOpen && (
            <Text c="var(--quiet)">{overview.content.variants.map(({ text }) => text).join('\n\n')}</Text>
          )
        )}
      </div>
      {/* On a phone the decision follows the texts: nobody approves what they have not passed. */}
      <aside className="alert-aside not-printed">
        {isOpen && (
          <BeforeActs
            overview={overview}
            preview={preview.isFetching ? undefined : preview.data}
            guard={guard}
          />
        )}
        {state === 'pendingApproval' && <ClockCard overview={overview} />}
      </aside>
      <div className="alert-main">
        <TestsCard overview={overview} />
        <LogCard id={overview.id} log={overview.log} />
      </div>
    </div>
  );
};
