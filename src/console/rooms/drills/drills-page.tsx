import { Button, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { type Drill, drillsQuery } from '../../api/alerts/drills.ts';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { Empty } from '../../parts/empty.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { Page } from '../../parts/page.tsx';
import { Said } from '../../parts/said.tsx';
import { useMay } from '../../session/session-context.tsx';
import { useFormats } from '../../words/format.ts';
import { useWords } from '../../words/i18n.ts';
import { Exercises } from './exercises.tsx';
import { Loop } from './loop.tsx';
import { Reason } from './reason.tsx';
import { ResultLight } from './result-light.tsx';
import { usePlanned } from './use-planned.ts';
import { drillsWords } from './words.ts';

const Last = ({ of: { last, running, alarm } }: { readonly of: Drill }): ReactNode => {
  const say = useWords(drillsWords);
  const { moment } = useFormats();
  const when = last?.finishedAt ?? last?.startedAt;
  return (
    <Stack gap={2} align="flex-start">
      {running !== null && <ResultLight of="running" />}
      {last === null ? (
        running === null && <Text c="var(--quiet)">{say('neverRun')}</Text>
      ) : (
        <ResultLight of={last.result} />
      )}
      {when != null && (
        <Text c="var(--quiet)" className="figures">
          {moment(when)}
        </Text>
      )}
      {alarm !== null && (
        <p className="drill-alarm">
          <Reason>{alarm}</Reason>
        </p>
      )}
    </Stack>
  );
};

const Table = ({ of }: { readonly of: readonly Drill[] }): ReactNode => {
  const say = useWords(drillsWords);
  const { moment, number } = useFormats();
  const planned = usePlanned();
  const columns: readonly Column<Drill>[] = [
    {
      key: 'name',
      title: say('name'),
      cell: ({ id, name, numbers }) => (
        <div>
          <Link href={`/drills/${id}`} className="drill-name">
            <Said>{name}</Said>
          </Link>
          <Text c="var(--quiet)">{say('phones', { count: numbers.length, n: number(numbers.length) })}</Text>
        </div>
      ),
    },
    { key: 'last', title: say('result'), cell: (one) => <Last of={one} /> },
    { key: 'plan', title: say('plan'), cell: planned },
    {
      key: 'next',
      title: say('next'),
      cell: ({ next }) => <span className="figures">{next === null ? '–' : moment(next)}</span>,
    },
  ];
  return <DataTable label={say('title')} columns={columns} rows={of} rowKey={({ id }) => id} />;
};

/** The drills with their last results, and what exercises and listening modems say over time. */
export const DrillsPage = (): ReactNode => {
  const say = useWords(drillsWords);
  const may = useMay();
  const found = useQuery(drillsQuery());
  const make = (
    <Button component={Link} href="/drills/new">
      {say('make')}
    </Button>
  );
  return (
    <Page title={say('title')} isExercise actions={may('managePeople') ? make : undefined}>
      <p className="facts">{say('hint')}</p>
      <Loaded of={found}>
        {({ items }) =>
          items.length === 0 ? <Empty title={say('none')} hint={say('noneHint')} /> : <Table of={items} />
        }
      </Loaded>
      <Loop />
      {may('readAlerts') && <Exercises />}
    </Page>
  );
};
