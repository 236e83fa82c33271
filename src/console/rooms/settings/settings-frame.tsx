import { NavLink, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { Page } from '../../parts/page.tsx';
import { useMay } from '../../session/session-context.tsx';
import { useWords } from '../../words/i18n.ts';
import { sectionGroups } from './sections.ts';
import { settingsWords } from './words.ts';

interface Props {
  readonly title: string;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A page of the settings, with the way to the others beside it. On a phone that is one link back. */
export const SettingsFrame = ({ title, actions, children }: Props): ReactNode => {
  const say = useWords(settingsWords);
  const may = useMay();
  const [location] = useLocation();
  return (
    <div className="settings">
      <nav aria-label={say('sections')} className="settings-nav not-printed">
        <Link href="/settings" className="settings-back">
          ‹ {say('back')}
        </Link>
        {sectionGroups.map(({ word, sections }) => {
          const open = sections.filter(({ needs }) => needs === undefined || may(needs));
          return (
            open.length > 0 && (
              <div key={word} className="settings-group">
                <Text size="xs" fw={600} c="dimmed">
                  {say(word)}
                </Text>
                {open.map(({ path, word: name, icon: Icon }) => {
                  const isHere = location === path || location.startsWith(`${path}/`);
                  return (
                    <NavLink
                      key={path}
                      component={Link}
                      href={path}
                      active={isHere}
                      aria-current={isHere ? 'page' : undefined}
                      label={say(name)}
                      leftSection={<Icon aria-hidden size={20} />}
                    />
                  );
                })}
              </div>
            )
          );
        })}
      </nav>
      <Page title={title} actions={actions}>
        {children}
      </Page>
    </div>
  );
};
