import { Stack, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { type ImportJob, importsQuery } from '../../../api/people/imports.ts';
import { DataTable } from '../../../parts/data-table.tsx';
import { Empty } from '../../../parts/empty.tsx';
import { Light, type Tone } from '../../../parts/light.tsx';
import { Loaded } from '../../../parts/loaded.tsx';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { importWords } from './words.ts';

const TONES: Readonly<Record<ImportJob['state'], Tone>> = {
  receiving: 'waiting',
  waiting: 'waiting',
  running: 'waiting',
  checked: 'warn',
  done: 'good',
  failed: 'bad',
};

/** The imports so far; one that was only checked can still be run. */
export const ImportHistory = (): ReactNode => {
  const say = useWords(importWords);
  const { moment, number } = useFormats();
  const imports = useQuery(importsQuery());
  return (
    <Stack component="section" aria-labelledby="history" gap="sm">
      <Title order={2} size="h3" id="history">
        {say('history')}
      </Title>
      <Loaded of={imports}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={say('noHistory')} hint={say('noHistoryHint')} />
          ) : (
            <DataTable
              label={say('history')}
              rows={items}
              rowKey={({ id }) => id}
              columns={[
                {
                  key: 'id',
                  title: say('file'),
                  cell: ({ id }) => <Link href={`/people/import/${id}`}>{say('title', { id })}</Link>,
                },
                { key: 'when', title: say('when'), cell: ({ createdAt }) => moment(createdAt) },
                {
                  key: 'state',
                  title: say('state'),
                  cell: ({ state }) => <Light tone={TONES[state]}>{say(`state_${state}`)}</Light>,
                },
                { key: 'rows', title: say('people'), isFigure: true, cell: ({ rows }) => number(rows) },
                {
                  key: 'out',
                  title: say('leftOutTitle'),
                  isFigure: true,
                  cell: ({ refused }) => number(refused),
                },
              ]}
            />
          )
        }
      </Loaded>
    </Stack>
  );
};
