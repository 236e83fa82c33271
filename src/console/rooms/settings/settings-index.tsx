import { Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { Page } from '../../parts/page.tsx';
import { useMay } from '../../session/session-context.tsx';
import { useWords } from '../../words/i18n.ts';
import { sectionGroups } from './sections.ts';
import { settingsWords } from './words.ts';

/** All sections that the role opens, each with what it is for. */
export const SettingsIndex = (): ReactNode => {
  const say = useWords(settingsWords);
  const may = useMay();
  return (
    <Page title={say('title')}>
      {sectionGroups.map(({ word, sections }) => {
        const open = sections.filter(({ needs }) => needs === undefined || may(needs));
        return (
          open.length > 0 && (
            <section key={word} aria-label={say(word)}>
              <Title order={2} size="h4" mb="xs" c="dimmed">
                {say(word)}
              </Title>
              <ul className="section-cards">
                {open.map(({ path, word: name, hint, icon: Icon }) => (
                  <li key={path}>
                    <Link href={path} className="card section-card">
                      <Icon aria-hidden size={28} />
                      <span>
                        <Text component="span" display="block" fw={650}>
                          {say(name)}
                        </Text>
                        <Text component="span" display="block" c="dimmed">
                          {say(hint)}
                        </Text>
                      </span>
                    </Link>
                  </li>
                ))}
              </ul>
            </section>
          )
        );
      })}
    </Page>
  );
};
