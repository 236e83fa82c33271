import { Button, Menu, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconChevronDown, IconHeadset, IconUser } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { Said } from '../parts/said.tsx';
import { keepLanguage } from '../session/person.ts';
import { useSession } from '../session/session-context.tsx';
import { sessionWords } from '../session/words.ts';
import { speak, useLanguage, useWords } from '../words/i18n.ts';
import { DutyList, useAmOnDuty } from './duty.tsx';
import { shellWords } from './words.ts';

/** Who is signed in, whether they are on duty, and what they may choose for this browser. */
export const Account = ({ onKeys }: { readonly onKeys: () => void }): ReactNode => {
  const say = useWords(shellWords);
  const sayEntry = useWords(sessionWords);
  const { session, leave } = useSession();
  const { setColorScheme } = useMantineColorScheme();
  const isDark = useComputedColorScheme() === 'dark';
  const isOnDuty = useAmOnDuty();
  const other = useLanguage() === 'fr' ? 'en' : 'fr';
  const signOut = (): void =>
    void leave().catch(() => notifications.show({ color: 'red', message: sayEntry('stillIn') }));
  return (
    <Menu position="bottom-end" width={300} withinPortal={false}>
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          leftSection={isOnDuty ? <IconHeadset aria-hidden size={20} /> : <IconUser aria-hidden size={20} />}
          rightSection={<IconChevronDown aria-hidden size={16} />}
          className="account"
        >
          <span className="account-name">
            <Said>{session.user.name}</Said>
            {isOnDuty && <span className="account-duty"> · {say('onDuty')}</span>}
          </span>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <DutyList />
        <Menu.Item component={Link} href="/settings/account">
          {say('account')}
        </Menu.Item>
        <Menu.Item
          lang={other}
          onClick={() => {
            keepLanguage(session, other);
            speak(other);
          }}
        >
          {say('language')}
        </Menu.Item>
        <Menu.Item onClick={() => setColorScheme(isDark ? 'light' : 'dark')}>
          {say(isDark ? 'light' : 'dark')}
        </Menu.Item>
        <Menu.Item onClick={onKeys}>{say('keys')}</Menu.Item>
        <Menu.Item component={Link} href="/guide">
          {say('guide')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item onClick={signOut}>{sayEntry('signOut')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
};
