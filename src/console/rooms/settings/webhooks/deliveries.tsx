import { Button, Group, NativeSelect, Text, Title } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { type Delivery, deliveriesQuery, replayDelivery } from '../../../api/operation/webhooks.ts';
import { useAct } from '../../../parts/acts/use-act.ts';
import { type Column, DataTable } from '../../../parts/data-table.tsx';
import { Empty } from '../../../parts/empty.tsx';
import { Light, type Tone } from '../../../parts/light.tsx';
import { Loaded } from '../../../parts/loaded.tsx';
import { ProblemNote } from '../../../parts/problems/problem-note.tsx';
import { Said } from '../../../parts/said.tsx';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { useWhen } from '../../../words/when.ts';
import { webhooksWords } from './words.ts';

const TONES: Readonly<Record<Delivery['state'], Tone>> = {
  waiting: 'waiting',
  delivered: 'good',
  failed: 'bad',
};

/** What was sent to a webhook, and how it answered; each can be sent again. */
export const Deliveries = ({ id }: { readonly id: number }): ReactNode => {
  const say = useWords(webhooksWords);
  const { moment, number } = useFormats();
  const when = useWhen();
  const queries = useQueryClient();
  const [state, setState] = useState('');
  const { error, run } = useAct();
  const deliveries = useQuery(deliveriesQuery(id, state === '' ? undefined : state));
  const replay = (delivery: number): void =>
    void run(async () => {
      await replayDelivery(id, delivery);
      await queries.invalidateQueries({ queryKey: ['webhooks', id] });
    });
  const columns: readonly Column<Delivery>[] = [
    { key: 'type', title: say('colType'), cell: ({ type }) => <code>{type}</code> },
    { key: 'at', title: say('colAt'), cell: ({ at }) => <span className="figures">{moment(at)}</span> },
    {
      key: 'state',
      title: say('colState'),
      cell: (one) => (
        <>
          <Light tone={TONES[one.state]}>{say(`state_${one.state}`)}</Light>
          {one.dueAt !== null && <Text size="xs">{say('nextTry', { when: when(one.dueAt) })}</Text>}
        </>
      ),
    },
    { key: 'outcome', title: say('colOutcome'), cell: ({ outcome }) => <Said>{outcome ?? '–'}</Said> },
    { key: 'attempts', title: say('colAttempts'), isFigure: true, cell: ({ attempts }) => number(attempts) },
    {
      key: 'act',
      title: say('colAct'),
      cell: (one) =>
        one.state !== 'waiting' && (
          <Button size="compact-md" variant="default" onClick={() => replay(one.id)}>
            {say('replay')}
          </Button>
        ),
    },
  ];
  return (
    <section aria-labelledby="deliveries">
      <Group justify="space-between" mb="sm">
        <Title order={2} size="h3" id="deliveries">
          {say('deliveries')}
        </Title>
        <NativeSelect
          aria-label={say('filter')}
          value={state}
          onChange={(event) => setState(event.currentTarget.value)}
          data={[
            { value: '', label: say('filterAll') },
            { value: 'waiting', label: say('state_waiting') },
            { value: 'delivered', label: say('state_delivered') },
            { value: 'failed', label: say('state_failed') },
          ]}
        />
      </Group>
      <ProblemNote error={error} />
      <Loaded of={deliveries}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={say('noDeliveries')} hint={say('noDeliveriesHint')} />
          ) : (
            <DataTable
              label={say('deliveriesLabel')}
              columns={columns}
              rows={items}
              rowKey={(one) => one.id}
            />
          )
        }
      </Loaded>
    </section>
  );
};
