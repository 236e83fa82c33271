import { Alert, Button, Group, Stack, Text, Title } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import {
  replaceUser,
  resetUser,
  switchUser,
  type User,
  userQuery,
  waits,
} from '../../../api/operation/users.ts';
import { ActButton } from '../../../parts/acts/act-button.tsx';
import { OnceShown } from '../../../parts/acts/once-shown.tsx';
import { useAct } from '../../../parts/acts/use-act.ts';
import { Light } from '../../../parts/light.tsx';
import { Loaded } from '../../../parts/loaded.tsx';
import { ProblemNote } from '../../../parts/problems/problem-note.tsx';
import { commonWords } from '../../../words/common.ts';
import { useWords } from '../../../words/i18n.ts';
import { useWhen } from '../../../words/when.ts';
import { SettingsFrame } from '../settings-frame.tsx';
import { IdentitySection } from './identity-section.tsx';
import { draftOf, formNow } from './user-draft.ts';
import { definitionIn, UserFields } from './user-fields.tsx';
import { usersWords } from './words.ts';

/** One user: state, roles, a new one-time password, the link to the single sign-on. */
export const UserPage = ({ name }: { readonly name: string }): ReactNode => {
  const user = useQuery(userQuery(name));
  return (
    <SettingsFrame title={name}>
      <Loaded of={user}>{(one) => <OneUser user={one} />}</Loaded>
    </SettingsFrame>
  );
};

type Said = 'changed' | 'waits' | undefined;

const OneUser = ({ user }: { readonly user: User }): ReactNode => {
  const say = useWords(usersWords);
  const sayCommon = useWords(commonWords);
  const when = useWhen();
  const queries = useQueryClient();
  const { name, version, disabledAt } = user;
  const [form, setForm] = useState<Parameters<typeof formNow>[0]>({ seen: user, draft: draftOf(user) });
  const { seen, draft, isStale } = formNow(form, user);
  const begin = (from: User): void => setForm({ seen: from, draft: draftOf(from) });
  const [said, setSaid] = useState<Said>();
  const [password, setPassword] = useState<string>();
  const { isBusy, error, run } = useAct();
  const again = async (): Promise<void> => {
    await queries.invalidateQueries({ queryKey: ['users'] });
    await queries.invalidateQueries({ queryKey: ['pending-acts'] });
  };
  const save = (): void =>
    void run(async () => {
      const changed = await replaceUser(name, definitionIn(draft), seen.version);
      setSaid(waits(changed) ? 'waits' : 'changed');
      if (!waits(changed)) begin(changed);
      await again();
    });
  const switched = async (verb: 'disable' | 'enable'): Promise<void> => {
    if (waits(await switchUser(name, verb, version))) setSaid('waits');
    await again();
  };
  return (
    <Stack className="narrow">
      {password !== undefined && (
        <OnceShown
          title={say('passwordTitle', { name })}
          hint={say('passwordHint', { name })}
          secrets={[password]}
          done={say('passwordDone', { name })}
          onDone={() => setPassword(undefined)}
        />
      )}
      {said === 'waits' && (
        <Alert role="status" title={say('waitsTitle')}>
          {say('waitsHint')}
        </Alert>
      )}
      <section className="card">
        <Group justify="space-between">
          {disabledAt === null ? (
            <Light tone="good">{say('enabled')}</Light>
          ) : (
            <Light tone="off">{say('disabled', { when: when(disabledAt) })}</Light>
          )}
          <Group>
            <ActButton
              label={say('reset')}
              title={say('resetTitle', { name })}
              verb={say('resetVerb', { name })}
              variant="default"
              onAct={async () => setPassword((await resetUser(name)).oneTimePassword)}
            >
              <Text>{say('resetWhy', { name })}</Text>
            </ActButton>
            {disabledAt === null ? (
              <ActButton
                label={say('disable')}
                title={say('disableTitle', { name })}
                verb={say('disableVerb', { name })}
                variant="outline"
                color="danger"
                onAct={() => switched('disable')}
              >
                <Text>{say('disableWhy', { name })}</Text>
              </ActButton>
            ) : (
              <ActButton
                label={say('enable')}
                title={say('enableTitle', { name })}
                verb={say('enableVerb', { name })}
                onAct={() => switched('enable')}
              >
                <Text>{say('enableWhy', { name })}</Text>
              </ActButton>
            )}
          </Group>
        </Group>
      </section>
      <section className="card" aria-labelledby="rights">
        <Title order={2} size="h3" id="rights" mb="sm">
          {say('rights')}
        </Title>
        <UserFields draft={draft} onChange={(next) => setForm({ seen, draft: next })} error={error} />
        <Stack mt="md" align="flex-start">
          <ProblemNote error={error} />
          {isStale && (
            <Alert role="status" title={sayCommon('changedMeanwhile')}>
              <Button variant="default" onClick={() => begin(user)}>
                {sayCommon('reload')}
              </Button>
            </Alert>
          )}
          {said === 'changed' && <Light tone="good">{say('changed')}</Light>}
          <Button loading={isBusy} disabled={draft.roles.length === 0 || isStale} onClick={save}>
            {say('saveVerb', { name })}
          </Button>
        </Stack>
      </section>
      <IdentitySection name={name} />
    </Stack>
  );
};
