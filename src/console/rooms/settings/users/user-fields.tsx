import { Checkbox, NativeSelect, Stack, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { roles } from '../../../../domain/access/role.ts';
import { Problem } from '../../../api/problem.ts';
import { useWords } from '../../../words/i18n.ts';
import { roleWords } from './role-words.ts';
import type { UserDraft } from './user-draft.ts';
import { usersWords } from './words.ts';

interface Props {
  readonly draft: UserDraft;
  readonly onChange: (draft: UserDraft) => void;
  readonly error: unknown;
}

/** What the gateway says of one field. */
export const faultAt = (error: unknown, path: string): string | undefined =>
  error instanceof Problem
    ? error.errors.find((one) => one.path === path || one.path.startsWith(`${path}.`))?.message
    : undefined;

/** The draft as the gateway takes it. */
export const definitionIn = ({ roles: given, language, phone }: UserDraft) => ({
  roles: [...given],
  language,
  phone: phone.trim() === '' ? null : phone.replaceAll(/[\s.]/g, ''),
});

/** Roles with what each may do, language and phone. */
export const UserFields = ({ draft, onChange, error }: Props): ReactNode => {
  const say = useWords(usersWords);
  const sayRole = useWords(roleWords);
  return (
    <Stack>
      <Checkbox.Group
        label={say('roles')}
        value={[...draft.roles]}
        onChange={(given) => onChange({ ...draft, roles: roles.filter((one) => given.includes(one)) })}
        error={faultAt(error, 'roles')}
      >
        <div className="role-choice">
          {roles.map((role) => (
            <Checkbox key={role} value={role} label={sayRole(role)} description={sayRole(`${role}May`)} />
          ))}
        </div>
      </Checkbox.Group>
      <TextInput
        label={say('phone')}
        description={say('phoneHint')}
        inputMode="tel"
        autoComplete="off"
        maw="24rem"
        value={draft.phone}
        onChange={(event) => onChange({ ...draft, phone: event.currentTarget.value })}
        error={faultAt(error, 'phone')}
      />
      <NativeSelect
        label={say('language')}
        maw="24rem"
        value={draft.language}
        onChange={(event) => onChange({ ...draft, language: event.currentTarget.value })}
        data={[...new Set(['fr', 'en', draft.language])].map((one) => ({
          value: one,
          label: one === 'fr' || one === 'en' ? say(one) : one,
        }))}
      />
    </Stack>
  );
};
