import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useMemo, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { type Drill, drillQuery, removeDrill, runsQuery } from '../../api/alerts/drills.ts';
import { isProblem } from '../../api/problem.ts';
import { ActButton } from '../../parts/acts/act-button.tsx';
import { Empty } from '../../parts/empty.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { Page } from '../../parts/page.tsx';
import { useMay } from '../../session/session-context.tsx';
import { useFormats } from '../../words/format.ts';
import { useWords } from '../../words/i18n.ts';
import { LazyCurve } from './curve/lazy-curve.tsx';
import { drillWords } from './drill-words.ts';
import { latencyCurve } from './figures.ts';
import { DrillForm } from './form/drill-form.tsx';
import { Failure } from './runs/failure.tsx';
import { RouteFigures } from './runs/route-figures.tsx';
import { RunButton } from './runs/run-button.tsx';
import { RunsTable } from './runs/runs-table.tsx';
import { Settings } from './settings.tsx';
import { drillsWords } from './words.ts';

interface Props {
  readonly of: Drill;
}

const Remove = ({ of }: Props): ReactNode => {
  const say = useWords(drillWords);
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  const { name } = of;
  return (
    <ActButton
      variant="default"
      label={say('remove')}
      title={say('removeTitle', { name })}
      verb={say('removeVerb', { name })}
      onAct={async () => {
        await removeDrill(of);
        navigate('/drills');
        await queries.invalidateQueries({ queryKey: ['drills'] });
      }}
    >
      <Text>{say('removeText')}</Text>
    </ActButton>
  );
};

/** The runs: a curve over time, and the table that has the same figures. */
const Runs = ({ of }: Props): ReactNode => {
  const say = useWords(drillWords);
  const { moment } = useFormats();
  const found = useInfiniteQuery(runsQuery(of.id));
  const runs = useMemo(() => found.data?.pages.flatMap(({ items }) => items) ?? [], [found.data]);
  const curve = useMemo(() => latencyCurve(runs), [runs]);
  return (
    <Loaded of={found}>
      {() =>
        runs.length === 0 ? (
          <Text c="var(--quiet)">
            {of.next === null ? say('noRunsOff') : say('noRuns', { time: moment(of.next) })}
          </Text>
        ) : (
          <>
            {curve.times.length >= 2 && (
              <section aria-labelledby="curve">
                <Title order={2} id="curve">
                  {say('curve')}
                </Title>
                <p className="facts">{say('curveHint')}</p>
                <LazyCurve {...curve} label={say('curve')} unit="s" />
              </section>
            )}
            <Title order={2}>{say('runs')}</Title>
            <RunsTable drill={of.id} of={runs} />
            {found.hasNextPage && (
              <Group>
                <Button
                  variant="default"
                  loading={found.isFetchingNextPage}
                  onClick={() => void found.fetchNextPage()}
                >
                  {say('older')}
                </Button>
              </Group>
            )}
          </>
        )
      }
    </Loaded>
  );
};

const Shown = ({ of, onEdit }: Props & { readonly onEdit: () => void }): ReactNode => {
  const say = useWords(drillWords);
  const may = useMay();
  return (
    <Stack gap="lg">
      <Group gap="sm">
        {may('launch') && <RunButton of={of} />}
        {may('managePeople') && (
          <>
            <Button variant="default" onClick={onEdit}>
              {say('edit')}
            </Button>
            <Remove of={of} />
          </>
        )}
      </Group>
      {of.alarm !== null && <Failure reason={of.alarm} />}
      <Settings of={of} />
      {of.last !== null && of.last.routes.length > 0 && (
        <>
          <Title order={2}>{say('lastRun')}</Title>
          <RouteFigures of={of.last.routes} />
        </>
      )}
      <Runs of={of} />
    </Stack>
  );
};

/** One drill: what it sends, how its runs went, and the button that runs it. */
export const DrillPage = ({ id }: { readonly id: number }): ReactNode => {
  const say = useWords(drillsWords);
  const found = useQuery(drillQuery(id));
  const [isEdited, setEdited] = useState(false);
  const isGone = isProblem(found.error, 'not-found') || isProblem(found.error, 'validation');
  const leave = (): void => setEdited(false);
  return (
    <Page title={found.data?.name ?? say('name')} isExercise>
      <Link href="/drills" className="back-link">
        <IconArrowLeft aria-hidden size={18} /> {say('back')}
      </Link>
      {isGone ? (
        <Empty title={say('unknown')} hint={say('unknownHint')} />
      ) : (
        <Loaded of={found}>
          {(one) =>
            isEdited ? (
              <DrillForm of={one} onDone={leave} onLeave={leave} />
            ) : (
              <Shown of={one} onEdit={() => setEdited(true)} />
            )
          }
        </Loaded>
      )}
    </Page>
  );
};
