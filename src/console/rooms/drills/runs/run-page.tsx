import { Group, Stack, Text } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { type DrillRun, drillQuery, runQuery } from '../../../api/alerts/drills.ts';
import { isProblem } from '../../../api/problem.ts';
import { type Column, DataTable } from '../../../parts/data-table.tsx';
import { Empty } from '../../../parts/empty.tsx';
import { Light } from '../../../parts/light.tsx';
import { Loaded } from '../../../parts/loaded.tsx';
import { Page } from '../../../parts/page.tsx';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { drillWords } from '../drill-words.ts';
import { Reason } from '../reason.tsx';
import { ResultLight } from '../result-light.tsx';
import { useTook } from '../use-took.ts';
import { drillsWords } from '../words.ts';
import { Failure } from './failure.tsx';
import { RouteFigures } from './route-figures.tsx';

type Target = DrillRun['messages'][number];

const OUTCOMES = {
  waiting: ['waiting', 'waiting'],
  arrived: ['good', 'arrivedOne'],
  failed: ['warn', 'failedOne'],
  suppressed: ['warn', 'suppressedOne'],
} as const;

const Outcome = ({ of: { outcome, reason, message } }: { readonly of: Target }): ReactNode => {
  const say = useWords(drillWords);
  const [tone, word] = OUTCOMES[outcome];
  return (
    <div>
      <Light tone={tone}>{say(word)}</Light>
      {reason !== null && outcome !== 'suppressed' && (
        <p className="drill-alarm">
          <Reason>{reason}</Reason>
        </p>
      )}
      {message !== null && (
        <div>
          <Link href={`/messages/${message}`}>
            <span className="whole-name">{say('seeMessage')}</span>
          </Link>
        </div>
      )}
    </div>
  );
};

/** Each message of the run: by which route, to which phone, when. */
const Targets = ({ of }: { readonly of: readonly Target[] }): ReactNode => {
  const say = useWords(drillWords);
  const { clock, phone } = useFormats();
  const took = useTook();
  const time = (at: string | null): string => (at === null ? '–' : clock(at));
  const columns: readonly Column<Target>[] = [
    {
      key: 'number',
      title: say('number'),
      cell: ({ number, heard }) => (
        <div className="figures phone-number">
          {phone(number)}
          {heard !== null && <Text c="var(--quiet)">{say('heard', { ear: heard.ear })}</Text>}
        </div>
      ),
    },
    { key: 'route', title: say('route'), cell: ({ route }) => <span className="whole-name">{route}</span> },
    { key: 'outcome', title: say('outcome'), cell: (one) => <Outcome of={one} /> },
    { key: 'sent', title: say('sentAt'), isFigure: true, cell: ({ sentAt }) => time(sentAt) },
    {
      key: 'delivered',
      title: say('deliveredAt'),
      isFigure: true,
      cell: ({ deliveredAt, heard }) => time(heard === null ? deliveredAt : heard.at),
    },
    { key: 'took', title: say('took'), isFigure: true, cell: ({ endToEndMs }) => took(endToEndMs) },
  ];
  return (
    <DataTable
      label={say('phones')}
      columns={columns}
      rows={of}
      rowKey={({ route, number }) => `${route} ${number}`}
    />
  );
};

const Shown = ({ of }: { readonly of: DrillRun }): ReactNode => {
  const say = useWords(drillWords);
  const { moment } = useFormats();
  return (
    <Stack gap="lg">
      <Group gap="lg" role="status">
        <ResultLight of={of.result} />
        <span>
          {say('runOf', { time: moment(of.startedAt ?? of.plannedAt ?? 0) })} ·{' '}
          {of.startedBy === null ? say('byPlan') : of.startedBy.name}
        </span>
      </Group>
      {of.interrupted && <Light tone="warn">{say('interrupted')}</Light>}
      {of.result === 'missed' && <Text>{say('missedText')}</Text>}
      {of.result === 'failed' && of.reason !== null && <Failure reason={of.reason} />}
      {of.routes.length > 0 && <RouteFigures of={of.routes} />}
      {of.messages.length > 0 && <Targets of={of.messages} />}
    </Stack>
  );
};

/** One run of a drill, with each phone. */
export const RunPage = ({ id, run }: { readonly id: number; readonly run: number }): ReactNode => {
  const say = useWords(drillWords);
  const sayDrills = useWords(drillsWords);
  const drill = useQuery(drillQuery(id));
  const found = useQuery(runQuery(id, run));
  const name = drill.data?.name ?? sayDrills('name');
  const isGone = isProblem(found.error, 'not-found') || isProblem(found.error, 'validation');
  return (
    <Page title={say('runTitleOf', { run, name })} isExercise>
      <Link href={`/drills/${id}`} className="back-link">
        <IconArrowLeft aria-hidden size={18} /> {say('backToDrill', { name })}
      </Link>
      {isGone ? (
        <Empty title={say('unknownRun')} hint={sayDrills('unknownHint')} />
      ) : (
        <Loaded of={found}>{(one) => <Shown of={one} />}</Loaded>
      )}
    </Page>
  );
};
