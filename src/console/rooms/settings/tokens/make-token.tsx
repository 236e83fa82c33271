import { Group, NativeSelect, Stack, Text, TextInput, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { covers } from '../../../../access/permissions.ts';
import { roles } from '../../../../domain/access/role.ts';
import { priorities } from '../../../../domain/messages/priority.ts';
import { usersQuery } from '../../../api/operation/users.ts';
import { CopyButton } from '../../../parts/acts/copy-button.tsx';
import { Light } from '../../../parts/light.tsx';
import { useKept } from '../../../parts/use-kept.ts';
import { useMay } from '../../../session/session-context.tsx';
import { useWords } from '../../../words/i18n.ts';
import { roleWords } from '../users/role-words.ts';
import { commandOf, emptyDraft, isLimited, type TokenDraft } from './token-command.ts';
import { tokensWords } from './words.ts';

const EXPIRIES = ['P30D', 'P90D', 'P365D'] as const;

/** The command that makes a token as one picks it: no secret passes a browser. */
export const MakeToken = (): ReactNode => {
  const say = useWords(tokensWords);
  const sayRole = useWords(roleWords);
  const may = useMay();
  const { data: users } = useQuery({ ...usersQuery(), enabled: may('manageUsers') });
  const [draft, setDraft] = useKept<TokenDraft>('settings.token', emptyDraft);
  const put = (changed: Partial<TokenDraft>): void => setDraft({ ...draft, ...changed });
  const text = (key: 'perMinute' | 'perDay' | 'countries' | 'addresses') => ({
    label: say(`make_${key}`),
    value: draft[key],
    autoComplete: 'off',
    onChange: ({ currentTarget: { value } }: { readonly currentTarget: { readonly value: string } }) =>
      put({ [key]: value }),
  });
  const owner = users?.items.find(({ name }) => name === draft.user);
  const isTooMuch = owner !== undefined && !covers(owner.roles, draft.role);
  const isOfSystem = draft.user === '' && covers([draft.role], 'approver');
  const command = commandOf(draft);
  return (
    <section className="card narrow" aria-labelledby="make-token">
      <Title order={2} size="h3" id="make-token" mb="xs">
        {say('makeTitle')}
      </Title>
      <Stack>
        <Text>{say('makeHint')}</Text>
        <TextInput
          label={say('makeName')}
          description={say('makeNameHint')}
          value={draft.name}
          autoComplete="off"
          onChange={(event) => put({ name: event.currentTarget.value })}
          required
        />
        <div className="token-choices">
          <NativeSelect
            label={say('colRole')}
            description={sayRole(`${draft.role}May`)}
            value={draft.role}
            onChange={(event) => put({ role: event.currentTarget.value as TokenDraft['role'] })}
            data={roles.map((role) => ({ value: role, label: sayRole(role) }))}
          />
          <NativeSelect
            label={say('colOwner')}
            description={say(draft.user === '' ? 'ofSystem' : 'ofUser')}
            error={isTooMuch ? say('tooMuch', { name: draft.user }) : undefined}
            value={draft.user}
            onChange={(event) => put({ user: event.currentTarget.value })}
            data={[
              { value: '', label: say('system') },
              ...(users?.items ?? []).map(({ name }) => ({ value: name, label: name })),
            ]}
          />
          <NativeSelect
            label={say('makeExpires')}
            value={draft.expires}
            onChange={(event) => put({ expires: event.currentTarget.value })}
            data={[
              ...EXPIRIES.map((one) => ({ value: one, label: say(`in_${one}`) })),
              { value: '', label: say('noEnd') },
            ]}
          />
          <NativeSelect
            label={say('make_maxPriority')}
            value={draft.maxPriority}
            onChange={(event) => put({ maxPriority: event.currentTarget.value })}
            data={[
              { value: '', label: say('noLimit') },
              ...priorities.map((one) => ({ value: one, label: say(`priority_${one}`) })),
            ]}
          />
          <TextInput {...text('perMinute')} inputMode="numeric" />
          <TextInput {...text('perDay')} inputMode="numeric" />
          <TextInput {...text('countries')} placeholder="FR, BE" />
          <TextInput {...text('addresses')} placeholder="10.1.0.0/16" />
        </div>
        {isLimited(draft) && <Light tone="off">{say('limitedMeans')}</Light>}
        {isOfSystem && <Light tone="warn">{say('systemMeans')}</Light>}
        <pre className="command">{command}</pre>
        <Group>
          <CopyButton text={command} disabled={draft.name.trim() === '' || isTooMuch} />
          <Text c="dimmed">{say('makeHint2')}</Text>
        </Group>
      </Stack>
    </section>
  );
};
