import { Alert, Group, Stack, Text, Title } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { confirmClock, deleteNow, type Retention, retentionQuery } from '../../../api/operation/operation.ts';
import { ActButton } from '../../../parts/acts/act-button.tsx';
import { type Column, DataTable } from '../../../parts/data-table.tsx';
import { Light } from '../../../parts/light.tsx';
import { Loaded } from '../../../parts/loaded.tsx';
import { Said } from '../../../parts/said.tsx';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { useWhen } from '../../../words/when.ts';
import { SettingsFrame } from '../settings-frame.tsx';
import { settingsWords } from '../words.ts';
import { Backups } from './backups.tsx';
import { daysIn } from './days-in.ts';
import { machineWords } from './words.ts';

/** What is deleted by age, whether the clock is believed, and how backups are made. */
export const RetentionPage = (): ReactNode => {
  const say = useWords(machineWords);
  const sayRoom = useWords(settingsWords);
  const retention = useQuery(retentionQuery());
  return (
    <SettingsFrame title={sayRoom('retention')}>
      <Stack>
        <Loaded of={retention}>
          {(known) => (
            <>
              <Clock known={known} />
              <section aria-labelledby="kept">
                <Title order={2} size="h3" id="kept">
                  {say('keptTitle')}
                </Title>
                <Text c="dimmed" mb="sm">
                  {say('keptHint')}
                </Text>
                <Kept known={known} />
              </section>
            </>
          )}
        </Loaded>
        <Backups />
      </Stack>
    </SettingsFrame>
  );
};

interface Props {
  readonly known: Retention;
}

const Clock = ({ known: { now, held } }: Props): ReactNode => {
  const say = useWords(machineWords);
  const { moment, minute } = useFormats();
  const queries = useQueryClient();
  const [isConfirmed, setConfirmed] = useState(false);
  const time = minute(now);
  return (
    <section className="card" aria-labelledby="clock">
      <Group justify="space-between">
        <div>
          <Title order={2} size="h3" id="clock">
            {say('clockTitle')}
          </Title>
          <Text className="figures">{say('clockSays', { when: moment(now) })}</Text>
        </div>
        <ActButton
          label={say('confirmClock')}
          title={say('confirmTitle')}
          verb={say('confirmVerb', { time })}
          variant={held === null ? 'default' : 'filled'}
          onAct={async () => {
            // The time of the computer at which the person sits: a clock of their own.
            await confirmClock(new Date().toISOString());
            setConfirmed(true);
            await queries.invalidateQueries({ queryKey: ['retention'] });
          }}
        >
          <Text>{say('confirmWhy')}</Text>
        </ActButton>
      </Group>
      {held !== null && (
        <Alert color="red" title={say('heldTitle')} mt="sm">
          <Said>{held}</Said>
        </Alert>
      )}
      {isConfirmed && held === null && <Light tone="good">{say('confirmed')}</Light>}
    </section>
  );
};

type Kind = Retention['kinds'][number];

const Kept = ({ known: { kinds, next, last, running, held } }: Props): ReactNode => {
  const say = useWords(machineWords);
  const { number } = useFormats();
  const when = useWhen();
  const queries = useQueryClient();
  const keptFor = (kept: string): string => {
    const days = daysIn(kept);
    return days === undefined ? kept : say('days', { count: days, n: number(days) });
  };
  const columns: readonly Column<Kind>[] = [
    { key: 'kind', title: say('colKind'), cell: ({ kind }) => say(`kind_${kind}`) },
    {
      key: 'kept',
      title: say('colKept'),
      isFigure: true,
      cell: ({ kept }) => (kept === null ? say('keptAlways') : keptFor(kept)),
    },
    {
      key: 'goes',
      title: say('colGoes'),
      isFigure: true,
      cell: ({ kept, wouldGo }) => {
        if (wouldGo === null) return kept === null ? '–' : say('notKnown');
        const { rows, more } = wouldGo;
        return say(more ? 'goesMore' : 'goes', { count: rows, n: number(rows) });
      },
    },
  ];
  const rows = kinds.reduce((sum, { wouldGo }) => sum + (wouldGo?.rows ?? 0), 0);
  const isMore = kinds.some(({ wouldGo }) => wouldGo?.more === true);
  const removed = Object.values(last?.removed ?? {}).reduce((sum, one) => sum + one, 0);
  return (
    <Stack gap="sm">
      <DataTable label={say('keptTitle')} columns={columns} rows={kinds} rowKey={({ kind }) => kind} />
      <Text>
        {say('nextRun', { when: when(next) })}{' '}
        {last === null
          ? say('lastRunNone')
          : say('lastRun', { when: when(last.endedAt), n: number(removed) })}
      </Text>
      {running && <Light tone="waiting">{say('runningNow')}</Light>}
      {rows > 0 && held === null && !running && (
        <Group>
          <ActButton
            label={say('run')}
            title={say('runTitle')}
            verb={say('runVerb', { n: `${number(rows)}${isMore ? '+' : ''}` })}
            variant="outline"
            color="danger"
            onAct={() => deleteNow().finally(() => queries.invalidateQueries({ queryKey: ['retention'] }))}
          >
            <Text>{say('runWhy')}</Text>
          </ActButton>
        </Group>
      )}
    </Stack>
  );
};
