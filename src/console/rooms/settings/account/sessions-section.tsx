import { Group, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ownSessionsQuery, signOutEverywhere } from '../../../api/operation/account.ts';
import { ActButton } from '../../../parts/acts/act-button.tsx';
import { Loaded } from '../../../parts/loaded.tsx';
import { Said } from '../../../parts/said.tsx';
import { forgetAllKept } from '../../../parts/use-kept.ts';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { useWhen } from '../../../words/when.ts';
import { accountWords } from './words.ts';

const IDLE_MS = 30 * 60_000;
const LONGEST_MS = 12 * 3_600_000;

/** Every session of one's own, with its end, and the way to end all of them. */
export const SessionsSection = (): ReactNode => {
  const say = useWords(accountWords);
  const { number } = useFormats();
  const when = useWhen();
  const sessions = useQuery(ownSessionsQuery());
  const endAll = async (): Promise<void> => {
    await signOutEverywhere();
    forgetAllKept();
    window.location.assign('/console/');
  };
  return (
    <section className="card not-printed" aria-labelledby="sessions">
      <Title order={2} size="h3" id="sessions">
        {say('sessionsTitle')}
      </Title>
      <Text c="dimmed" mb="sm">
        {say('sessionsHint')}
      </Text>
      <Loaded of={sessions}>
        {({ items }) => (
          <>
            <ul className="setting-rows">
              {items.map((one) => {
                const last = Date.parse(one.createdAt) + LONGEST_MS;
                const idle = Math.min(last, Date.parse(one.lastUsedAt) + IDLE_MS);
                return (
                  <li key={`${one.createdAt} ${one.address} ${one.lastUsedAt}`} className="setting-row">
                    <div>
                      <Text fw={600} component="div">
                        <Said>{one.address}</Said>
                        {one.current && ` · ${say('thisOne')}`}
                      </Text>
                      <Text component="div" c="dimmed">
                        <Said>{one.browser}</Said>
                      </Text>
                      <Text className="figures">
                        {say('begun', { when: when(one.createdAt) })} ·{' '}
                        {say('lastUsed', { when: when(one.lastUsedAt) })}
                      </Text>
                      <Text className="figures">{say('endsAt', { idle: when(idle), last: when(last) })}</Text>
                    </div>
                  </li>
                );
              })}
            </ul>
            <Group mt="sm">
              <ActButton
                label={say('everywhere')}
                title={say('everywhereTitle')}
                verb={say('everywhereVerb', { n: number(items.length) })}
                variant="default"
                onAct={endAll}
              >
                <Text>{say('everywhereWhy')}</Text>
              </ActButton>
            </Group>
          </>
        )}
      </Loaded>
    </section>
  );
};
