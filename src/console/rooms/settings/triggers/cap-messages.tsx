import { Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { type CapMessage, capMessagesQuery } from '../../../api/operation/triggers.ts';
import { type Column, DataTable } from '../../../parts/data-table.tsx';
import { Light } from '../../../parts/light.tsx';
import { Loaded } from '../../../parts/loaded.tsx';
import { Said } from '../../../parts/said.tsx';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { triggersWords } from './words.ts';

/** The last CAP messages that were acted on. */
export const CapMessages = (): ReactNode => {
  const say = useWords(triggersWords);
  const { moment } = useFormats();
  const messages = useQuery(capMessagesQuery());
  const columns: readonly Column<CapMessage>[] = [
    {
      key: 'received',
      title: say('colReceived'),
      cell: ({ id, receivedAt }) => (
        <Link href={`/settings/triggers/cap/${id}`}>
          <span className="figures">{moment(receivedAt)}</span>
        </Link>
      ),
    },
    { key: 'from', title: say('colFrom'), cell: ({ sender }) => <Said>{sender}</Said> },
    {
      key: 'what',
      title: say('colWhat'),
      cell: ({ msgType, status }) => [msgType, status].filter((one) => one !== null).join(' · ') || '–',
    },
    {
      key: 'state',
      title: say('colState'),
      cell: ({ stage, held }) => (
        <Light tone={held || stage === 'waiting' ? 'warn' : stage === 'open' ? 'waiting' : 'good'}>
          {held ? say('capHeld') : say(`stage_${stage}`)}
        </Light>
      ),
    },
    {
      key: 'alerts',
      title: say('colAlerts'),
      cell: ({ alerts }) =>
        alerts.map((id, index) => (
          <span key={id}>
            {index > 0 && ', '}
            <Link href={`/alerts/${id}`}>{id}</Link>
          </span>
        )),
    },
  ];
  return (
    <section aria-labelledby="cap">
      <Title order={2} size="h3" id="cap" mb="xs">
        {say('capTitle')}
      </Title>
      <Loaded of={messages}>
        {({ items }) =>
          items.length === 0 ? (
            <Text c="dimmed">{say('capNone')}</Text>
          ) : (
            <DataTable label={say('capTitle')} columns={columns} rows={items} rowKey={({ id }) => id} />
          )
        }
      </Loaded>
    </section>
  );
};
