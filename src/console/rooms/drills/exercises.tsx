import { Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useMemo } from 'react';
import { Link } from 'wouter';
import { type Compared, exercisesQuery } from '../../api/alerts/drills.ts';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { Said } from '../../parts/said.tsx';
import { useFormats } from '../../words/format.ts';
import { useWords } from '../../words/i18n.ts';
import { LazyCurve } from './curve/lazy-curve.tsx';
import type { Curve } from './figures.ts';
import { useTook } from './use-took.ts';
import { drillsWords } from './words.ts';

const seconds = (ms: number | null): number | null => (ms === null ? null : ms / 1000);

const Shown = ({ of }: { readonly of: readonly Compared[] }): ReactNode => {
  const say = useWords(drillsWords);
  const { moment, number, percent } = useFormats();
  const took = useTook();
  const [half, ninety] = [say('half'), say('ninety')];
  const curve = useMemo(
    (): Curve => ({
      times: of.map(({ launchedAt }) => Date.parse(launchedAt) / 1000),
      lines: [
        { name: half, values: of.map(({ timings }) => seconds(timings.reached50Ms)) },
        { name: ninety, values: of.map(({ timings }) => seconds(timings.reached90Ms)) },
      ],
    }),
    [of, half, ninety],
  );
  const columns: readonly Column<Compared>[] = [
    {
      key: 'when',
      title: say('when'),
      cell: ({ launchedAt }) => <span className="figures">{moment(launchedAt)}</span>,
    },
    {
      key: 'title',
      title: say('exercise'),
      cell: ({ alert, title }) => (
        <Link href={`/alerts/${alert}`}>
          <Said>{title}</Said>
        </Link>
      ),
    },
    { key: 'people', title: say('people'), isFigure: true, cell: ({ people }) => number(people.toReach) },
    {
      key: 'share',
      title: say('share'),
      isFigure: true,
      cell: ({ people }) => percent(people.reached, people.toReach),
    },
    { key: 'half', title: half, isFigure: true, cell: ({ timings }) => took(timings.reached50Ms) },
    { key: 'ninety', title: ninety, isFigure: true, cell: ({ timings }) => took(timings.reached90Ms) },
  ];
  return (
    <>
      <LazyCurve {...curve} label={say('exercises')} unit="s" />
      <DataTable
        label={say('exercises')}
        columns={columns}
        rows={of.toReversed()}
        rowKey={({ alert }) => alert}
      />
    </>
  );
};

/** The exercises that went out as alerts, newest first, with a curve of how fast they reached people. */
export const Exercises = (): ReactNode => {
  const say = useWords(drillsWords);
  const found = useQuery(exercisesQuery());
  return (
    <Stack gap="xs" component="section" aria-labelledby="exercises">
      <Title order={2} id="exercises">
        {say('exercises')}
      </Title>
      <Loaded of={found}>
        {({ items }) =>
          items.length === 0 ? (
            <Text c="var(--quiet)">{say('noExercises')}</Text>
          ) : (
            <>
              <p className="facts">{say('exercisesHint')}</p>
              <Shown of={items} />
            </>
          )
        }
      </Loaded>
    </Stack>
  );
};
