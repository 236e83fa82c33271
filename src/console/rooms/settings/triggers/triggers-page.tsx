import { Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { type Triggers, triggersQuery } from '../../../api/operation/triggers.ts';
import { type Column, DataTable } from '../../../parts/data-table.tsx';
import { Empty } from '../../../parts/empty.tsx';
import { Light } from '../../../parts/light.tsx';
import { Loaded } from '../../../parts/loaded.tsx';
import { Said } from '../../../parts/said.tsx';
import { useMay } from '../../../session/session-context.tsx';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { useWhen } from '../../../words/when.ts';
import { SettingsFrame } from '../settings-frame.tsx';
import { settingsWords } from '../words.ts';
import { CapMessages } from './cap-messages.tsx';
import { LaunchCodes } from './launch-codes.tsx';
import { triggersWords } from './words.ts';

/** What launches alerts by itself, what was held, feeds and CAP messages, codes of phones. */
export const TriggersPage = (): ReactNode => {
  const say = useWords(triggersWords);
  const sayRoom = useWords(settingsWords);
  const may = useMay();
  const triggers = useQuery(triggersQuery());
  return (
    <SettingsFrame title={sayRoom('triggers')}>
      <Stack>
        <Text>{say('hint')}</Text>
        <Loaded of={triggers}>
          {(known) => (
            <>
              <Brake brake={known.brake} />
              <List triggers={known.triggers} />
              <Feeds feeds={known.feeds} />
            </>
          )}
        </Loaded>
        {may('readAlerts') && <CapMessages />}
        {may('issueCodes') && <LaunchCodes />}
      </Stack>
    </SettingsFrame>
  );
};

const Brake = ({ brake: { on, held, lastHeldAt } }: { readonly brake: Triggers['brake'] }): ReactNode => {
  const say = useWords(triggersWords);
  const { number } = useFormats();
  const when = useWhen();
  return (
    <section className="card">
      <Light tone={on ? 'warn' : 'good'}>{say(on ? 'brakeOn' : 'brakeOff')}</Light>
      <Text>
        {lastHeldAt === null
          ? say('brakeNever')
          : say('brakeHeld', {
              a: number(held.perMinute),
              b: number(held.identical),
              when: when(lastHeldAt),
            })}
      </Text>
    </section>
  );
};

type Trigger = Triggers['triggers'][number];
const COUNTS = ['launched', 'waiting', 'known', 'held', 'ignored', 'refused'] as const;

const List = ({ triggers }: { readonly triggers: readonly Trigger[] }): ReactNode => {
  const say = useWords(triggersWords);
  const { number, moment } = useFormats();
  const columns: readonly Column<Trigger>[] = [
    { key: 'name', title: say('colName'), cell: ({ name }) => <Said>{name}</Said> },
    {
      key: 'last',
      title: say('last'),
      cell: ({ lastAt }) => (
        <span className="figures">{lastAt === null ? say('never') : moment(lastAt)}</span>
      ),
    },
    ...COUNTS.map((one) => ({
      key: one,
      title: say(one),
      isFigure: true,
      cell: ({ counts }: Trigger) => number(counts[one]),
    })),
  ];
  return (
    <section aria-labelledby="triggers">
      <Title order={2} size="h3" id="triggers" mb="xs">
        {say('listTitle')}
      </Title>
      {triggers.length === 0 ? (
        <Empty title={say('none')} hint={say('noneHint')} />
      ) : (
        <DataTable label={say('listLabel')} columns={columns} rows={triggers} rowKey={({ name }) => name} />
      )}
    </section>
  );
};

const Feeds = ({ feeds }: { readonly feeds: Triggers['feeds'] }): ReactNode => {
  const say = useWords(triggersWords);
  const { number } = useFormats();
  const when = useWhen();
  return (
    <section className="card" aria-labelledby="feeds">
      <Title order={2} size="h3" id="feeds" mb="xs">
        {say('feedsTitle')}
      </Title>
      {feeds.length === 0 ? (
        <Text c="dimmed">{say('feedsNone')}</Text>
      ) : (
        <ul className="setting-rows">
          {feeds.map(({ url, readAt, trouble, taken, refused }) => (
            <li key={url} className="setting-row">
              <div>
                <Text component="div" fw={600}>
                  <Said>{url}</Said>
                </Text>
                <Light tone={trouble === null ? 'good' : 'bad'}>
                  {readAt === null ? say('feedUnread') : say('feedRead', { when: when(readAt) })}
                  {trouble !== null && (
                    <>
                      {' · '}
                      <Said>{trouble}</Said>
                    </>
                  )}
                </Light>
                <Text c="dimmed">
                  {say('feedFigures', { taken: number(taken), refused: number(refused) })}
                </Text>
              </div>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
};
