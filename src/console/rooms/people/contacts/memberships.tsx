import { Group, Stack, Text, Title } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import {
  type ContactInFull,
  type Membership,
  putMember,
  removeMember,
} from '../../../api/people/contacts.ts';
import { useGroupName } from '../../../api/people/groups.ts';
import { ActButton } from '../../../parts/acts/act-button.tsx';
import { useUndo } from '../../../parts/acts/undoable.tsx';
import { DataTable } from '../../../parts/data-table.tsx';
import { Empty } from '../../../parts/empty.tsx';
import { Light } from '../../../parts/light.tsx';
import { Said } from '../../../parts/said.tsx';
import { useMay } from '../../../session/session-context.tsx';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { MembershipForm } from './membership-form.tsx';
import { contactWords } from './words.ts';

const TONES = { given: 'good', refused: 'bad', unknown: 'off' } as const;

/** The lists of a person, what they said to each, and by what that can be shown. */
export const Memberships = ({ contact }: { readonly contact: ContactInFull }): ReactNode => {
  const say = useWords(contactWords);
  const { moment } = useFormats();
  const may = useMay();
  const listName = useGroupName('list');
  const nameOf = (id: number): string => listName(id) ?? `${say('list')} ${id}`;
  return (
    <section className="card" aria-labelledby="memberships">
      <Stack gap="sm">
        <Group justify="space-between">
          <Title order={2} size="h3" id="memberships">
            {say('lists')}
          </Title>
          {may('managePeople') && <MembershipForm contact={contact} />}
        </Group>
        {contact.memberships.length === 0 ? (
          <Empty title={say('onNoList')} hint={say('onNoListHint')} />
        ) : (
          <DataTable
            label={say('lists')}
            rows={contact.memberships}
            rowKey={({ list }) => list}
            columns={[
              {
                key: 'list',
                title: say('list'),
                cell: ({ list }) => (
                  <span className="name-cell">
                    <Said>{nameOf(list)}</Said>
                  </span>
                ),
              },
              {
                key: 'consent',
                title: say('consent'),
                cell: ({ consent }) => <Light tone={TONES[consent]}>{say(`consent_${consent}`)}</Light>,
              },
              {
                key: 'proof',
                title: say('proof'),
                cell: ({ consentSource }) => (
                  <span className="name-cell">
                    <Said>{consentSource}</Said>
                  </span>
                ),
              },
              { key: 'since', title: say('since'), cell: ({ consentAt }) => moment(consentAt) },
              ...(may('managePeople')
                ? [
                    {
                      key: 'act',
                      title: say('change'),
                      cell: (one: Membership) => (
                        <Group gap="xs">
                          <MembershipForm contact={contact} membership={one} name={nameOf(one.list)} />
                          <TakeOff contact={contact} membership={one} name={nameOf(one.list)} />
                        </Group>
                      ),
                    },
                  ]
                : []),
            ]}
          />
        )}
      </Stack>
    </section>
  );
};

interface TakeOffProps {
  readonly contact: ContactInFull;
  readonly membership: Membership;
  readonly name: string;
}

const TakeOff = ({ contact, membership, name }: TakeOffProps): ReactNode => {
  const say = useWords(contactWords);
  const { phone } = useFormats();
  const tell = useUndo();
  const queries = useQueryClient();
  const { number } = contact;
  const read = () => queries.invalidateQueries({ queryKey: ['people'] });
  const act = async (): Promise<void> => {
    const { list, consent, consentSource, consentAt } = membership;
    await removeMember(list, number);
    await read();
    tell(say('takenOff'), async () => {
      await putMember(list, number, { consent, consentSource, consentAt });
      await read();
    });
  };
  return (
    <ActButton
      variant="default"
      size="compact-md"
      label={say('takeOff')}
      title={say('takeOffTitle', { who: contact.name ?? phone(number), list: name })}
      verb={say('takeOffVerb')}
      color="danger"
      onAct={act}
    >
      <Text>{say('takeOffHint')}</Text>
    </ActButton>
  );
};
