import { Button, Group, NativeSelect, Stack, Text, Title } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { Light } from '../../../parts/light.tsx';
import { Said } from '../../../parts/said.tsx';
import { ChangePasswordForm } from '../../../session/change-password-form.tsx';
import { useSession } from '../../../session/session-context.tsx';
import { type Language, languages, speak, useLanguage, useWords } from '../../../words/i18n.ts';
import { SettingsFrame } from '../settings-frame.tsx';
import { roleWords } from '../users/role-words.ts';
import { settingsWords } from '../words.ts';
import { FactorSection } from './factor-section.tsx';
import { PasskeysSection } from './passkeys-section.tsx';
import { SessionsSection } from './sessions-section.tsx';
import { accountWords } from './words.ts';

const NAMES: Readonly<Record<Language, string>> = { en: 'English', fr: 'Français' };

/** What belongs to the person who is signed in. */
export const AccountPage = (): ReactNode => {
  const say = useWords(accountWords);
  const sayRoom = useWords(settingsWords);
  const sayRole = useWords(roleWords);
  const language = useLanguage();
  const { session } = useSession();
  const roles = session.user.roles.map((role) => sayRole(role)).join(', ');
  return (
    <SettingsFrame title={sayRoom('account')}>
      <Stack className="narrow">
        <Text>
          <Said>{say('you', { name: session.user.name, roles })}</Said>
        </Text>
        <PasswordSection />
        <FactorSection />
        <PasskeysSection />
        <SessionsSection />
        <NativeSelect
          className="not-printed"
          maw="16rem"
          label={say('language')}
          value={language}
          onChange={(event) => {
            const chosen = event.currentTarget.value as Language;
            localStorage.setItem('tocsin.language', chosen);
            speak(chosen);
          }}
          data={languages.map((one) => ({ value: one, label: NAMES[one] }))}
        />
      </Stack>
    </SettingsFrame>
  );
};

const PasswordSection = (): ReactNode => {
  const say = useWords(accountWords);
  const { session } = useSession();
  const [state, setState] = useState<'closed' | 'open' | 'done'>('closed');
  return (
    <section className="card not-printed" aria-labelledby="password">
      <Title order={2} size="h3" id="password" mb="sm">
        {say('passwordTitle')}
      </Title>
      {state === 'done' && <Light tone="good">{say('passwordDone')}</Light>}
      {state === 'open' && (
        <Stack>
          <ChangePasswordForm
            name={session.user.name}
            current={undefined}
            onChanged={() => setState('done')}
          />
          <Group>
            <Button variant="subtle" onClick={() => setState('closed')}>
              {say('passwordClose')}
            </Button>
          </Group>
        </Stack>
      )}
      {state === 'closed' && (
        <Button variant="default" onClick={() => setState('open')}>
          {say('passwordChange')}
        </Button>
      )}
    </section>
  );
};
