import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Link } from 'wouter';
import { launchesQuery, type ScheduledLaunch } from '../../../api/alerts/schedules.ts';
import { DataTable } from '../../../parts/data-table.tsx';
import { Light, type Tone } from '../../../parts/light.tsx';
import { Loaded } from '../../../parts/loaded.tsx';
import { useFormats } from '../../../words/format.ts';
import { useGatewayText } from '../../../words/gateway-text.ts';
import { useWords } from '../../../words/i18n.ts';
import { schedulesWords } from './words.ts';

const TONES: Readonly<Record<ScheduledLaunch['outcome'], Tone>> = {
  firing: 'waiting',
  launched: 'good',
  kept: 'warn',
  failed: 'bad',
  missed: 'bad',
  interrupted: 'bad',
};

/** What came of each planned time; read only when somebody opens it. */
export const LaunchesFold = ({ id }: { readonly id: number }): ReactNode => {
  const say = useWords(schedulesWords);
  const gatewaySays = useGatewayText();
  const { moment } = useFormats();
  const [isOpen, setOpen] = useState(false);
  const launches = useQuery({ ...launchesQuery(id), enabled: isOpen });
  return (
    <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{say('launches')}</summary>
      {isOpen && (
        <Loaded of={launches}>
          {({ items }) =>
            items.length === 0 ? (
              <Text c="var(--quiet)">{say('launchesNone')}</Text>
            ) : (
              <DataTable
                label={say('launches')}
                rows={items}
                rowKey={({ plannedAt }) => plannedAt}
                columns={[
                  { key: 'planned', title: say('planned'), cell: ({ plannedAt }) => moment(plannedAt) },
                  {
                    key: 'outcome',
                    title: say('outcome'),
                    cell: ({ outcome, detail }) => (
                      <div>
                        <Light tone={TONES[outcome]}>{say(`o_${outcome}`)}</Light>
                        {detail !== null && <Text c="var(--quiet)">{gatewaySays(detail)}</Text>}
                      </div>
                    ),
                  },
                  {
                    key: 'alert',
                    title: say('alertHead'),
                    cell: ({ alert }) =>
                      alert !== null && <Link href={`/alerts/${alert}`}>{say('alert', { id: alert })}</Link>,
                  },
                ]}
              />
            )
          }
        </Loaded>
      )}
    </details>
  );
};
