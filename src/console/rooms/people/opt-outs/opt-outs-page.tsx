import { Button, Group, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useSearchParams } from 'wouter';
import { useGroupName } from '../../../api/people/groups.ts';
import { type OptOut, optOutsQuery } from '../../../api/people/opt-outs.ts';
import { isProblem } from '../../../api/problem.ts';
import { DataTable } from '../../../parts/data-table.tsx';
import { Empty } from '../../../parts/empty.tsx';
import { Loaded } from '../../../parts/loaded.tsx';
import { Said } from '../../../parts/said.tsx';
import { useMay } from '../../../session/session-context.tsx';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { PeopleFrame } from '../people-frame.tsx';
import { peopleWords } from '../words.ts';
import { AddOptOut } from './add-opt-out.tsx';
import { HeldOptOuts } from './held-opt-outs.tsx';
import { TakeBack } from './take-back.tsx';
import { optOutWords } from './words.ts';

const TYPING_MS = 250;

/** Who is not written to any more, and by what that can be shown; on top what waits for a decision. */
export const OptOutsPage = (): ReactNode => {
  const room = useWords(peopleWords);
  const say = useWords(optOutWords);
  const may = useMay();
  const [params] = useSearchParams();
  const [typed, setTyped] = useState(params.get('number') ?? '');
  const [cursor, setCursor] = useState<string>();
  const [text] = useDebouncedValue(typed.trim(), TYPING_MS);
  const optOuts = useQuery(optOutsQuery({ number: text === '' ? undefined : text, cursor }));
  const isPartial = text !== '' && isProblem(optOuts.error, 'validation');
  return (
    <PeopleFrame title={room('optOuts')} actions={may('managePeople') && <AddOptOut />}>
      <HeldOptOuts />
      <search className="filters">
        <TextInput
          label={say('search')}
          type="search"
          value={typed}
          error={isPartial && say('searchHint')}
          onChange={({ currentTarget }) => {
            setCursor(undefined);
            setTyped(currentTarget.value);
          }}
        />
      </search>
      {!isPartial && (
        <Loaded of={optOuts}>
          {({ items, next }) =>
            items.length === 0 ? (
              <Empty title={say(text === '' ? 'none' : 'notFound')} hint={say('noneHint')} />
            ) : (
              <>
                <OptOutTable optOuts={items} />
                <Group justify="flex-end" gap="xs">
                  {cursor !== undefined && (
                    <Button variant="default" onClick={() => setCursor(undefined)}>
                      {say('first')}
                    </Button>
                  )}
                  {next !== null && (
                    <Button variant="default" onClick={() => setCursor(next)}>
                      {say('next')}
                    </Button>
                  )}
                </Group>
              </>
            )
          }
        </Loaded>
      )}
    </PeopleFrame>
  );
};

const OptOutTable = ({ optOuts }: { readonly optOuts: readonly OptOut[] }): ReactNode => {
  const say = useWords(optOutWords);
  const { phone, moment } = useFormats();
  const may = useMay();
  const listName = useGroupName('list');
  return (
    <DataTable
      label={say('table')}
      rows={optOuts}
      rowKey={({ number, list }) => `${number} ${list}`}
      columns={[
        {
          key: 'number',
          title: say('number'),
          cell: ({ number }) => <span className="figures">{phone(number)}</span>,
        },
        {
          key: 'list',
          title: say('list'),
          cell: ({ list }) =>
            list === null ? say('everyList') : <Said>{listName(list) ?? String(list)}</Said>,
        },
        { key: 'by', title: say('by'), cell: ({ source }) => say(`source_${source}`) },
        { key: 'evidence', title: say('evidence'), cell: ({ evidence }) => <Said>{evidence}</Said> },
        { key: 'at', title: say('at'), cell: ({ at }) => moment(at) },
        ...(may('managePeople')
          ? [{ key: 'act', title: say('act'), cell: (one: OptOut) => <TakeBack optOut={one} /> }]
          : []),
      ]}
    />
  );
};
