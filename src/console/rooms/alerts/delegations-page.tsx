import { Text, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { type Delegation, delegate, delegationsQuery, endDelegation } from '../../api/alerts/schedules.ts';
import { tryOnce } from '../../api/try-once.ts';
import { ActButton } from '../../parts/acts/act-button.tsx';
import { useUndo } from '../../parts/acts/undoable.tsx';
import { AlertsTabs } from '../../parts/alerts/alerts-tabs.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { Empty } from '../../parts/empty.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { Page } from '../../parts/page.tsx';
import { Said } from '../../parts/said.tsx';
import { useMay, useSession } from '../../session/session-context.tsx';
import { useFormats } from '../../words/format.ts';
import { useWords } from '../../words/i18n.ts';
import { instantInField } from '../../words/place.ts';
import { alertsWords } from './words.ts';

const useRead = () => {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: delegationsQuery().queryKey });
};

const DelegateAct = (): ReactNode => {
  const say = useWords(alertsWords);
  const tell = useUndo();
  const read = useRead();
  const [to, setTo] = useState('');
  const [until, setUntil] = useState('');
  return (
    <ActButton
      label={say('delegate')}
      title={say('delegate')}
      verb={say('delegateVerb', { who: to.trim() })}
      isIncomplete={to.trim() === '' || until === ''}
      onAct={async () => {
        const body = { to: to.trim(), until: instantInField(until) ?? until };
        await tryOnce(['delegate', body], (key) => delegate(body, key));
        tell(say('delegated', { who: body.to }));
        await read();
      }}
    >
      <TextInput
        label={say('delegateTo')}
        required
        value={to}
        onChange={(event) => setTo(event.currentTarget.value)}
      />
      <TextInput
        type="datetime-local"
        label={say('delegateUntil')}
        required
        value={until}
        onChange={(event) => setUntil(event.currentTarget.value)}
      />
    </ActButton>
  );
};

const EndAct = ({ delegation }: { readonly delegation: Delegation }): ReactNode => {
  const say = useWords(alertsWords);
  const tell = useUndo();
  const read = useRead();
  const who = delegation.from.name;
  return (
    <ActButton
      label={say('endDelegation')}
      title={say('endDelegationTitle', { who })}
      verb={say('endDelegationVerb', { who })}
      variant="default"
      onAct={async () => {
        await endDelegation(delegation.id);
        tell(say('delegationEnded'));
        await read();
      }}
    />
  );
};

/** Who is asked to approve in whose place. */
export const DelegationsPage = (): ReactNode => {
  const say = useWords(alertsWords);
  const may = useMay();
  const { session } = useSession();
  const { moment } = useFormats();
  const delegations = useQuery(delegationsQuery());
  const mayEnd = ({ from }: Delegation): boolean =>
    may('manageUsers') || (may('approve') && from.id === `user:${session.user.id}`);
  return (
    <Page title={say('delegations')} actions={may('approve') && <DelegateAct />}>
      <AlertsTabs />
      <Text>{say('delegationsHint')}</Text>
      <Loaded of={delegations}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={say('delegationsNone')} hint={say('delegationsNoneHint')} />
          ) : (
            <section className="card">
              <DataTable
                label={say('delegations')}
                rows={items}
                rowKey={({ id }) => id}
                columns={[
                  { key: 'from', title: say('from'), cell: ({ from }) => <Said>{from.name}</Said> },
                  {
                    key: 'to',
                    title: say('to'),
                    cell: ({ to }) => (
                      <b>
                        <Said>{to.name}</Said>
                      </b>
                    ),
                  },
                  { key: 'since', title: say('since'), cell: ({ since }) => moment(since) },
                  { key: 'until', title: say('until'), cell: ({ until }) => moment(until) },
                  {
                    key: 'end',
                    title: say('endDelegation'),
                    cell: (one) => mayEnd(one) && <EndAct delegation={one} />,
                  },
                ]}
              />
            </section>
          )
        }
      </Loaded>
    </Page>
  );
};
