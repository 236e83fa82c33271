import { Button, Group, Text, TextInput, Title } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import {
  type Passkey,
  passkeysQuery,
  registerPasskey,
  removePasskey,
  renamePasskey,
} from '../../../api/operation/account.ts';
import { Problem } from '../../../api/problem.ts';
import { ActButton } from '../../../parts/acts/act-button.tsx';
import { useAct } from '../../../parts/acts/use-act.ts';
import { Light } from '../../../parts/light.tsx';
import { Loaded } from '../../../parts/loaded.tsx';
import { ProblemNote } from '../../../parts/problems/problem-note.tsx';
import { Said } from '../../../parts/said.tsx';
import { useWords } from '../../../words/i18n.ts';
import { useWhen } from '../../../words/when.ts';
import { accountWords } from './words.ts';

/** One's own passkeys: registered, renamed, removed. */
export const PasskeysSection = (): ReactNode => {
  const say = useWords(accountWords);
  const queries = useQueryClient();
  const passkeys = useQuery(passkeysQuery());
  const again = (): Promise<void> => queries.invalidateQueries({ queryKey: ['account', 'passkeys'] });
  return (
    <section className="card not-printed" aria-labelledby="passkeys">
      <Title order={2} size="h3" id="passkeys">
        {say('passkeysTitle')}
      </Title>
      <Text c="dimmed" mb="sm">
        {say('passkeysHint')}
      </Text>
      <Loaded of={passkeys}>
        {({ items }) =>
          items.length === 0 ? (
            <Text>{say('passkeysNone')}</Text>
          ) : (
            <ul className="setting-rows">
              {items.map((one) => (
                <OnePasskey key={one.id} passkey={one} onChanged={again} />
              ))}
            </ul>
          )
        }
      </Loaded>
      <Register onMade={again} />
    </section>
  );
};

const Register = ({ onMade }: { readonly onMade: () => Promise<void> }): ReactNode => {
  const say = useWords(accountWords);
  const [name, setName] = useState('');
  const { isBusy, error, run } = useAct();
  const canHere = window.isSecureContext && 'PublicKeyCredential' in window;
  if (!canHere) return <Text mt="sm">{say('passkeyNoBrowser')}</Text>;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void run(async () => {
      await registerPasskey(name.trim());
      setName('');
      await onMade();
    });
  };
  return (
    <form onSubmit={submit}>
      <Group align="flex-end" mt="md">
        <TextInput
          label={say('passkeyName')}
          description={say('passkeyNameHint')}
          value={name}
          maxLength={64}
          onChange={(event) => setName(event.currentTarget.value)}
          required
        />
        <Button type="submit" variant="default" loading={isBusy} disabled={name.trim() === ''}>
          {say('passkeyAdd')}
        </Button>
      </Group>
      {error !== undefined && !(error instanceof Problem) && (
        <Text role="alert" mt="xs">
          <Light tone="bad">{say('passkeyRefused')}</Light>
        </Text>
      )}
      {error instanceof Problem && <ProblemNote error={error} />}
    </form>
  );
};

interface OneProps {
  readonly passkey: Passkey;
  readonly onChanged: () => Promise<void>;
}

const OnePasskey = ({ passkey, onChanged }: OneProps): ReactNode => {
  const say = useWords(accountWords);
  const when = useWhen();
  const [name, setName] = useState(passkey.name);
  const { id, createdAt, lastUsedAt, copyRefusedAt } = passkey;
  return (
    <li className="setting-row">
      <div>
        <Text fw={600} component="div">
          <Said>{passkey.name}</Said>
        </Text>
        <Text className="figures" c="dimmed">
          {say('passkeyMade', { when: when(createdAt) })} ·{' '}
          {lastUsedAt === null ? say('passkeyNeverUsed') : say('passkeyUsed', { when: when(lastUsedAt) })}
        </Text>
        {copyRefusedAt !== null && (
          <Light tone="bad">{say('passkeyCopy', { when: when(copyRefusedAt) })}</Light>
        )}
      </div>
      <Group>
        <ActButton
          label={say('rename')}
          aria-label={`${say('rename')} ${passkey.name}`}
          title={say('renameTitle')}
          verb={say('renameVerb', { name: name.trim() })}
          variant="default"
          isIncomplete={name.trim() === ''}
          onOpen={() => setName(passkey.name)}
          onAct={() => renamePasskey(id, name.trim()).then(onChanged)}
        >
          <TextInput
            label={say('newName')}
            value={name}
            maxLength={64}
            onChange={(event) => setName(event.currentTarget.value)}
            data-autofocus
          />
        </ActButton>
        <ActButton
          label={say('remove')}
          aria-label={`${say('remove')} ${passkey.name}`}
          title={say('removeTitle', { name: passkey.name })}
          verb={say('removeVerb', { name: passkey.name })}
          variant="default"
          color="danger"
          onAct={() => removePasskey(id).then(onChanged)}
        >
          <Text>{say('removeWhy')}</Text>
        </ActButton>
      </Group>
    </li>
  );
};
