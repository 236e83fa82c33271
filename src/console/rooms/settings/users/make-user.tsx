import { Alert, Button, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import { newKey } from '../../../api/new-key.ts';
import { makeUser, resetUser, waits } from '../../../api/operation/users.ts';
import { OnceShown } from '../../../parts/acts/once-shown.tsx';
import { useAct } from '../../../parts/acts/use-act.ts';
import { ProblemNote } from '../../../parts/problems/problem-note.tsx';
import { commonWords } from '../../../words/common.ts';
import { useLanguage, useWords } from '../../../words/i18n.ts';
import type { UserDraft } from './user-draft.ts';
import { definitionIn, faultAt, UserFields } from './user-fields.tsx';
import { usersWords } from './words.ts';

interface Props {
  readonly onClose: () => void;
}

/** A new user, with a one-time password that is shown once. What gives many rights may wait for another admin. */
export const MakeUser = ({ onClose }: Props): ReactNode => {
  const say = useWords(usersWords);
  const sayCommon = useWords(commonWords);
  const language = useLanguage();
  const queries = useQueryClient();
  const { isBusy, error, run } = useAct();
  const [name, setName] = useState('');
  const [draft, setDraft] = useState<UserDraft>({ roles: [], language, phone: '' });
  const [key, setKey] = useState(() => newKey());
  const [isWaiting, setWaiting] = useState(false);
  const [password, setPassword] = useState<string>();
  const isReady = name.trim() !== '' && draft.roles.length > 0;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void run(async () => {
      const made = await makeUser({ name: name.trim(), ...definitionIn(draft) }, key);
      await queries.invalidateQueries({ queryKey: ['users'] });
      await queries.invalidateQueries({ queryKey: ['pending-acts'] });
      if (waits(made)) setWaiting(true);
      else setPassword((await resetUser(made.name)).oneTimePassword);
    });
  };
  const called = name.trim();
  if (password !== undefined) {
    return (
      <OnceShown
        title={say('passwordTitle', { name: called })}
        hint={say('passwordHint', { name: called })}
        secrets={[password]}
        done={say('passwordDone', { name: called })}
        onDone={onClose}
      />
    );
  }
  if (isWaiting) {
    return (
      <Alert role="status" title={say('waitsTitle')}>
        <Stack align="flex-start">
          <Text>{say('waitsHint')}</Text>
          <Button variant="default" onClick={onClose}>
            {sayCommon('close')}
          </Button>
        </Stack>
      </Alert>
    );
  }
  return (
    <form onSubmit={submit} className="card narrow" aria-labelledby="make-user">
      <Stack>
        <Title order={2} size="h3" id="make-user">
          {say('makeTitle')}
        </Title>
        <TextInput
          label={say('name')}
          description={say('nameHint')}
          autoComplete="off"
          maw="24rem"
          value={name}
          onChange={(event) => {
            setName(event.currentTarget.value);
            setKey(newKey());
          }}
          error={faultAt(error, 'name')}
          autoFocus
          required
        />
        <UserFields
          draft={draft}
          onChange={(next) => {
            setDraft(next);
            setKey(newKey());
          }}
          error={error}
        />
        <ProblemNote error={error} />
        <Group>
          <Button type="submit" loading={isBusy} disabled={!isReady}>
            {isReady ? say('makeVerb', { name: called }) : say('makeIncomplete')}
          </Button>
          <Button variant="subtle" onClick={onClose}>
            {sayCommon('cancel')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
};
