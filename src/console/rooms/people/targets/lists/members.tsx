import { ActionIcon, Button, Group, Stack, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useDeferredValue, useState } from 'react';
import { Link } from 'wouter';
import {
  type ListedMember,
  listedMembersQuery,
  putMember,
  removeMember,
} from '../../../../api/people/targets.ts';
import { useUndo } from '../../../../parts/acts/undoable.tsx';
import { DataTable } from '../../../../parts/data-table.tsx';
import { Empty } from '../../../../parts/empty.tsx';
import { Light, type Tone } from '../../../../parts/light.tsx';
import { Loaded } from '../../../../parts/loaded.tsx';
import { ProblemNote } from '../../../../parts/problems/problem-note.tsx';
import { Said } from '../../../../parts/said.tsx';
import { useMay } from '../../../../session/session-context.tsx';
import { commonWords } from '../../../../words/common.ts';
import { useFormats } from '../../../../words/format.ts';
import { useWords } from '../../../../words/i18n.ts';
import { Suppressed } from '../people-in.tsx';
import { targetWords } from '../words.ts';
import { AddMember } from './add-member.tsx';
import { listWords } from './words.ts';

const TONES: Readonly<Record<ListedMember['consent'], Tone>> = {
  given: 'good',
  refused: 'bad',
  unknown: 'off',
};

/** Who is on a list, with what each said to it; found by name or number, added and taken off. */
export const Members = ({ list }: { readonly list: number }): ReactNode => {
  const say = useWords(listWords);
  const target = useWords(targetWords);
  const common = useWords(commonWords);
  const { number, phone, moment } = useFormats();
  const mayChange = useMay()('managePeople');
  const tell = useUndo();
  const queries = useQueryClient();
  const [search, setSearch] = useState('');
  const [cursor, setCursor] = useState<string>();
  const [error, setError] = useState<unknown>();
  const wanted = useDeferredValue(search.trim());
  const members = useQuery({
    ...listedMembersQuery(list, { search: wanted, cursor }),
    placeholderData: keepPreviousData,
  });

  // A search has no total; that of the whole list stays.
  const total = useQuery(listedMembersQuery(list, { search: '', cursor: undefined })).data?.total;

  const renew = (): void => {
    void queries.invalidateQueries({ queryKey: ['people'] });
    void queries.invalidateQueries({ queryKey: ['counts'] });
  };
  const takeOff = async ({ number: of, consent, consentSource, consentAt }: ListedMember): Promise<void> => {
    setError(undefined);
    try {
      await removeMember(list, of);
      renew();
      tell(say('takenOff', { number: phone(of) }), async () => {
        await putMember(list, of, { consent, consentSource, consentAt });
        renew();
      });
    } catch (caught) {
      setError(caught);
    }
  };

  return (
    <Stack component="section" aria-labelledby="members-title">
      <h2 id="members-title">
        {total === undefined ? say('members') : say('membersCount', { count: total, n: number(total) })}
      </h2>
      <Suppressed term={{ list }} />
      {mayChange && <AddMember list={list} />}
      <TextInput
        className="target-name"
        label={common('search')}
        description={say('searchHint')}
        type="search"
        value={search}
        onChange={({ currentTarget: { value } }) => {
          setSearch(value);
          setCursor(undefined);
        }}
      />
      <ProblemNote error={error} />
      <Loaded of={members}>
        {({ items, next }) =>
          items.length === 0 && cursor === undefined ? (
            wanted === '' ? (
              <Empty title={say('noMembers')} hint={say('noMembersHint')} />
            ) : (
              <Empty title={say('noMatch')} />
            )
          ) : (
            <>
              <DataTable
                label={say('members')}
                rows={items}
                rowKey={({ number: key }) => key}
                columns={[
                  {
                    key: 'name',
                    title: target('name'),
                    cell: ({ contact, name, number: of }) => (
                      <Link href={`/people/contacts/${contact}`}>
                        <Said>{name ?? phone(of)}</Said>
                      </Link>
                    ),
                  },
                  {
                    key: 'number',
                    title: say('number'),
                    cell: ({ number: of }) => <span className="figures">{phone(of)}</span>,
                  },
                  {
                    key: 'consent',
                    title: say('consent'),
                    cell: ({ consent }) => <Light tone={TONES[consent]}>{say(consent)}</Light>,
                  },
                  {
                    key: 'proof',
                    title: say('proof'),
                    cell: ({ consentSource }) => <Said>{consentSource}</Said>,
                  },
                  { key: 'since', title: say('since'), cell: ({ consentAt }) => moment(consentAt) },
                  ...(mayChange
                    ? [
                        {
                          key: 'off',
                          title: common('remove'),
                          cell: (member: ListedMember) => (
                            <ActionIcon
                              variant="subtle"
                              color="gray"
                              size={36}
                              aria-label={say('takeOff', { number: phone(member.number) })}
                              onClick={() => void takeOff(member)}
                            >
                              <IconX aria-hidden size={18} />
                            </ActionIcon>
                          ),
                        },
                      ]
                    : []),
                ]}
              />
              <Group>
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
    </Stack>
  );
};
