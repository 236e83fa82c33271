import { Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { type EarCheck, earsQuery } from '../../api/alerts/drills.ts';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { Light } from '../../parts/light.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { useFormats } from '../../words/format.ts';
import { useWords } from '../../words/i18n.ts';
import { Reason } from './reason.tsx';
import { useTook } from './use-took.ts';
import { drillsWords } from './words.ts';

const TONES = { passed: 'good', failed: 'warn', unknown: 'waiting' } as const;

const tookMs = ({ sentAt, heard }: EarCheck): number | null =>
  sentAt === null || heard?.at == null ? null : Math.max(0, Date.parse(heard.at) - Date.parse(sentAt));

/** The closed loop: what the modems that listen heard of each route. */
export const Loop = (): ReactNode => {
  const say = useWords(drillsWords);
  const { moment } = useFormats();
  const took = useTook();
  const found = useQuery(earsQuery());
  const columns: readonly Column<EarCheck>[] = [
    {
      key: 'route',
      title: say('route'),
      cell: ({ route }) => <Link href={`/routes/${route}`}>{route}</Link>,
    },
    { key: 'ear', title: say('ear'), cell: ({ ear }) => ear },
    {
      key: 'result',
      title: say('result'),
      cell: ({ result, reason }) => (
        <>
          <Light tone={TONES[result]}>{say(`check_${result}`)}</Light>
          {reason !== null && (
            <p className="drill-alarm">
              <Reason>{reason}</Reason>
            </p>
          )}
        </>
      ),
    },
    {
      key: 'sent',
      title: say('sent'),
      isFigure: true,
      cell: ({ sentAt }) => (sentAt === null ? '–' : moment(sentAt)),
    },
    {
      key: 'heard',
      title: say('heard'),
      isFigure: true,
      cell: ({ heard }) => (heard?.at == null ? say('notHeard') : moment(heard.at)),
    },
    { key: 'took', title: say('took'), isFigure: true, cell: (one) => took(tookMs(one)) },
  ];
  return (
    <Stack gap="xs" component="section" aria-labelledby="loop">
      <Title order={2} id="loop">
        {say('loop')}
      </Title>
      <Loaded of={found}>
        {(checks) =>
          checks.length === 0 ? (
            <Text c="var(--quiet)">{say('noEars')}</Text>
          ) : (
            <>
              <p className="facts">{say('loopHint')}</p>
              <DataTable
                label={say('loop')}
                columns={columns}
                rows={checks}
                rowKey={({ ear, route }) => `${ear} ${route}`}
              />
            </>
          )
        }
      </Loaded>
    </Stack>
  );
};
