import { Button, Stack } from '@mantine/core';
import { IconUserPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Link } from 'wouter';
import { type User, usersQuery } from '../../../api/operation/users.ts';
import { type Column, DataTable } from '../../../parts/data-table.tsx';
import { Empty } from '../../../parts/empty.tsx';
import { Light } from '../../../parts/light.tsx';
import { Loaded } from '../../../parts/loaded.tsx';
import { Said } from '../../../parts/said.tsx';
import { useSession } from '../../../session/session-context.tsx';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { useWhen } from '../../../words/when.ts';
import { SettingsFrame } from '../settings-frame.tsx';
import { settingsWords } from '../words.ts';
import { MakeUser } from './make-user.tsx';
import { PendingActs } from './pending-acts.tsx';
import { roleWords } from './role-words.ts';
import { usersWords } from './words.ts';

/** Everybody who may sign in, what waits for another admin, and the form for a new user. */
export const UsersPage = (): ReactNode => {
  const say = useWords(usersWords);
  const sayRoom = useWords(settingsWords);
  const users = useQuery(usersQuery());
  const [isMaking, setMaking] = useState(false);
  return (
    <SettingsFrame
      title={sayRoom('users')}
      actions={
        !isMaking && (
          <Button leftSection={<IconUserPlus aria-hidden size={20} />} onClick={() => setMaking(true)}>
            {say('make')}
          </Button>
        )
      }
    >
      <Stack>
        {isMaking && <MakeUser onClose={() => setMaking(false)} />}
        <PendingActs />
        <Loaded of={users}>
          {({ items }) =>
            items.length === 0 ? (
              <Empty title={say('none')} hint={say('noneHint')} />
            ) : (
              <UserTable users={items} />
            )
          }
        </Loaded>
      </Stack>
    </SettingsFrame>
  );
};

const UserTable = ({ users }: { readonly users: readonly User[] }): ReactNode => {
  const say = useWords(usersWords);
  const sayRole = useWords(roleWords);
  const { session } = useSession();
  const { phone, moment } = useFormats();
  const when = useWhen();
  const columns: readonly Column<User>[] = [
    {
      key: 'name',
      title: say('colName'),
      cell: ({ id, name }) => (
        <>
          <Link href={`/settings/users/${encodeURIComponent(name)}`}>
            <Said>{name}</Said>
          </Link>
          {id === session.user.id && ` (${say('you')})`}
        </>
      ),
    },
    {
      key: 'roles',
      title: say('colRoles'),
      cell: ({ roles }) => roles.map((role) => sayRole(role)).join(', '),
    },
    {
      key: 'state',
      title: say('colState'),
      cell: ({ disabledAt }) =>
        disabledAt === null ? (
          <Light tone="good">{say('enabled')}</Light>
        ) : (
          <Light tone="off">{say('disabled', { when: when(disabledAt) })}</Light>
        ),
    },
    {
      key: 'phone',
      title: say('colPhone'),
      cell: ({ phone: number }) => (
        <span className="figures">{number === null ? say('noPhone') : phone(number)}</span>
      ),
    },
    {
      key: 'since',
      title: say('colSince'),
      cell: ({ createdAt }) => <span className="figures">{moment(createdAt)}</span>,
    },
  ];
  return <DataTable label={say('listLabel')} columns={columns} rows={users} rowKey={({ id }) => id} />;
};
