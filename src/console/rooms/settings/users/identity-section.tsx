import { Group, Text, TextInput, Title } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { identityQuery, linkUser, unlinkUser } from '../../../api/operation/users.ts';
import { ActButton } from '../../../parts/acts/act-button.tsx';
import { Loaded } from '../../../parts/loaded.tsx';
import { Said } from '../../../parts/said.tsx';
import { useWords } from '../../../words/i18n.ts';
import { useWhen } from '../../../words/when.ts';
import { usersWords } from './words.ts';

/** Who of the single sign-on a user is. */
export const IdentitySection = ({ name }: { readonly name: string }): ReactNode => {
  const say = useWords(usersWords);
  const when = useWhen();
  const queries = useQueryClient();
  const identity = useQuery(identityQuery(name));
  const [value, setValue] = useState('');
  const again = (): Promise<void> => queries.invalidateQueries({ queryKey: ['users', name] });
  return (
    <section className="card" aria-labelledby="sign-on">
      <Title order={2} size="h3" id="sign-on" mb="sm">
        {say('signOn')}
      </Title>
      <Loaded of={identity}>
        {(found) => {
          if (found === 'off') return <Text>{say('signOnOff')}</Text>;
          return (
            <Group justify="space-between">
              <div>
                <Text component="div">
                  <Said>
                    {found === 'none'
                      ? say('signOnNone')
                      : say('signOnLinked', { claim: found.claim, value: found.value })}
                  </Said>
                </Text>
                {found !== 'none' && (
                  <Text c="dimmed">
                    {found.firstUsedAt === null
                      ? say('signOnUnused')
                      : say('signOnUsed', { when: when(found.firstUsedAt) })}
                  </Text>
                )}
              </div>
              <Group>
                <ActButton
                  label={say('link')}
                  title={say('linkTitle', { name })}
                  verb={say('linkVerb', { name, value: value.trim() })}
                  variant="default"
                  isIncomplete={value.trim() === ''}
                  onAct={() => linkUser(name, value.trim()).then(again)}
                >
                  <Text>{say('linkWhy', { name })}</Text>
                  <TextInput
                    label={say('signOnValue')}
                    value={value}
                    onChange={(event) => setValue(event.currentTarget.value)}
                    data-autofocus
                  />
                </ActButton>
                {found !== 'none' && (
                  <ActButton
                    label={say('unlink')}
                    title={say('unlinkTitle', { name })}
                    verb={say('unlinkVerb', { name })}
                    variant="outline"
                    color="danger"
                    onAct={() => unlinkUser(name).then(again)}
                  >
                    <Text>{say('unlinkWhy', { name })}</Text>
                  </ActButton>
                )}
              </Group>
            </Group>
          );
        }}
      </Loaded>
    </section>
  );
};
