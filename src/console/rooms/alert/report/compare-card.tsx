import { NativeSelect, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { compareQuery, overTimeQuery } from '../../../api/alerts/reports.ts';
import { DataTable } from '../../../parts/data-table.tsx';
import { Loaded } from '../../../parts/loaded.tsx';
import { Said } from '../../../parts/said.tsx';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { reportWords } from '../words/report-words.ts';

const Compared = ({ ids }: { readonly ids: readonly number[] }): ReactNode => {
  const say = useWords(reportWords);
  const { number, percent, duration, moment } = useFormats();
  const time = (ms: number | null): string => (ms === null ? say('notYet') : duration(ms / 1000));
  return (
    <Loaded of={useQuery(compareQuery(ids))}>
      {({ items }) => (
        <DataTable
          label={say('compare')}
          rows={items}
          rowKey={({ alert }) => alert}
          columns={[
            {
              key: 'title',
              title: say('what'),
              cell: ({ title }) => (
                <b>
                  <Said>{title}</Said>
                </b>
              ),
            },
            { key: 'when', title: say('t_launched'), cell: ({ launchedAt }) => moment(launchedAt) },
            {
              key: 'reached',
              title: say('reached'),
              isFigure: true,
              cell: ({ people }) => `${number(people.reached)} (${percent(people.reached, people.toReach)})`,
            },
            ...(['reached50Ms', 'reached90Ms', 'reached99Ms'] as const).map((key) => ({
              key,
              title: say('seconds', { share: `${key.slice(7, 9)} %` }),
              isFigure: true,
              cell: ({ timings }: (typeof items)[number]) => time(timings[key]),
            })),
          ]}
        />
      )}
    </Loaded>
  );
};

/** The figures of another alert beside these. */
export const CompareCard = ({ id }: { readonly id: number }): ReactNode => {
  const say = useWords(reportWords);
  const { moment } = useFormats();
  const [other, setOther] = useState<number>();
  const alerts = useQuery(overTimeQuery());
  const others = alerts.data?.items.filter(({ alert }) => alert !== id).toReversed() ?? [];
  return (
    <section className="card not-printed" aria-labelledby="report-compare">
      <h2 id="report-compare">{say('compare')}</h2>
      {others.length === 0 ? (
        <Text c="var(--quiet)">{say('compareNone')}</Text>
      ) : (
        <NativeSelect
          label={say('compareWith')}
          value={other ?? ''}
          onChange={({ currentTarget: { value } }) => setOther(value === '' ? undefined : Number(value))}
          data={[
            { value: '', label: '–' },
            ...others.map(({ alert, title, launchedAt }) => ({
              value: String(alert),
              label: `${title.slice(0, 80)} · ${moment(launchedAt)}`,
            })),
          ]}
        />
      )}
      {other !== undefined && <Compared ids={[id, other]} />}
    </section>
  );
};
