import { Button, Group, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { type DeadNumber, deadNumbersQuery, revive } from '../../../api/people/contacts.ts';
import { useUndo } from '../../../parts/acts/undoable.tsx';
import { DataTable } from '../../../parts/data-table.tsx';
import { Empty } from '../../../parts/empty.tsx';
import { Loaded } from '../../../parts/loaded.tsx';
import { ProblemNote } from '../../../parts/problems/problem-note.tsx';
import { Said } from '../../../parts/said.tsx';
import { useMay } from '../../../session/session-context.tsx';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { PeopleFrame } from '../people-frame.tsx';
import { peopleWords } from '../words.ts';
import { optOutWords } from './words.ts';

/** Numbers to which nothing gets through, so that somebody can ask these people for another one. */
export const DeadNumbersPage = (): ReactNode => {
  const room = useWords(peopleWords);
  const say = useWords(optOutWords);
  const { phone, number: figure, moment } = useFormats();
  const may = useMay();
  const tell = useUndo();
  const queries = useQueryClient();
  const [cursor, setCursor] = useState<string>();
  const [error, setError] = useState<unknown>();
  const dead = useQuery(deadNumbersQuery(cursor));
  const live = async (number: string): Promise<void> => {
    setError(undefined);
    try {
      await revive(number);
      await queries.invalidateQueries({ queryKey: ['people', 'dead'] });
      tell(say('revived'));
    } catch (caught) {
      setError(caught);
    }
  };
  return (
    <PeopleFrame title={room('dead')}>
      <ProblemNote error={error} />
      <Loaded of={dead}>
        {({ items, next }) =>
          items.length === 0 ? (
            <Empty title={say('noDead')} hint={say('noDeadHint')} />
          ) : (
            <>
              <Text>{say('deadHint')}</Text>
              <DataTable
                label={say('deadTable')}
                rows={items}
                rowKey={({ number }) => number}
                columns={[
                  {
                    key: 'number',
                    title: say('number'),
                    cell: ({ number }) => <span className="figures">{phone(number)}</span>,
                  },
                  {
                    key: 'name',
                    title: say('name'),
                    cell: ({ name }) => <Said>{name ?? say('noName')}</Said>,
                  },
                  {
                    key: 'postalCode',
                    title: say('postalCode'),
                    cell: ({ postalCode }) => <Said>{postalCode ?? '–'}</Said>,
                  },
                  { key: 'times', title: say('times'), isFigure: true, cell: ({ times }) => figure(times) },
                  {
                    key: 'reason',
                    title: say('lastReason'),
                    cell: ({ last }) => {
                      const newest = last.at(-1);
                      return newest === undefined ? (
                        '–'
                      ) : (
                        <Said>{`${moment(newest.at)} · ${newest.reason}`}</Said>
                      );
                    },
                  },
                  ...(may('managePeople')
                    ? [
                        {
                          key: 'act',
                          title: say('act'),
                          cell: ({ number }: DeadNumber) => (
                            <Button variant="default" size="compact-md" onClick={() => void live(number)}>
                              {say('revive')}
                            </Button>
                          ),
                        },
                      ]
                    : []),
                ]}
              />
              {next !== null && (
                <Group justify="flex-end">
                  <Button variant="default" onClick={() => setCursor(next)}>
                    {say('next')}
                  </Button>
                </Group>
              )}
            </>
          )
        }
      </Loaded>
    </PeopleFrame>
  );
};
