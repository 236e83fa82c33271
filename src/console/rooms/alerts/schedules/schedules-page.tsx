import { Group, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import {
  removeSchedule,
  type Schedule,
  scenariosToPlanQuery,
  schedulesQuery,
} from '../../../api/alerts/schedules.ts';
import { ActButton } from '../../../parts/acts/act-button.tsx';
import { useUndo } from '../../../parts/acts/undoable.tsx';
import { AlertsTabs } from '../../../parts/alerts/alerts-tabs.tsx';
import { Empty } from '../../../parts/empty.tsx';
import { Light } from '../../../parts/light.tsx';
import { Loaded } from '../../../parts/loaded.tsx';
import { Page } from '../../../parts/page.tsx';
import { Said } from '../../../parts/said.tsx';
import { useMay } from '../../../session/session-context.tsx';
import { commonWords } from '../../../words/common.ts';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { LaunchesFold } from './launches-fold.tsx';
import { ScheduleAct } from './schedule-act.tsx';
import { useRhythmWords } from './use-rhythm-words.ts';
import { schedulesWords } from './words.ts';

const RemoveAct = ({ schedule }: { readonly schedule: Schedule }): ReactNode => {
  const say = useWords(schedulesWords);
  const sayCommon = useWords(commonWords);
  const tell = useUndo();
  const queries = useQueryClient();
  return (
    <ActButton
      label={sayCommon('remove')}
      title={say('removeTitle')}
      verb={say('removeVerb', { name: schedule.name })}
      variant="default"
      color="danger"
      onAct={async () => {
        await removeSchedule(schedule);
        tell(say('removed'));
        await queries.invalidateQueries({ queryKey: ['schedules'] });
      }}
    >
      <Text>{say('removeDoes')}</Text>
    </ActButton>
  );
};

const ScheduleCard = ({ schedule }: { readonly schedule: Schedule }): ReactNode => {
  const say = useWords(schedulesWords);
  const may = useMay();
  const rhythmSaid = useRhythmWords();
  const { moment } = useFormats();
  const scenarios = useQuery(scenariosToPlanQuery());
  const scenario = scenarios.data?.items.find(({ id }) => id === schedule.scenario);
  return (
    <li className="card schedule">
      <Group justify="space-between" align="start">
        <div>
          <h2 className="alerts-head">
            {schedule.exercise || scenario?.kind === 'exercise' ? (
              <strong className="alerts-exercise">{say('exerciseMark')}</strong>
            ) : (
              <strong className="schedule-live">{say('liveMark')}</strong>
            )}{' '}
            <Said>{schedule.name}</Said>
          </h2>
          <Text>
            <Said>{scenario?.name ?? `${say('scenario')} ${schedule.scenario}`}</Said>,{' '}
            {rhythmSaid(schedule.cron)} ({schedule.timeZone})
          </Text>
          <Text component="div">
            {schedule.next === null ? (
              <Light tone="off">{say('off')}</Light>
            ) : (
              <Light tone="waiting">
                {say('next')}: <b>{moment(schedule.next)}</b>
              </Light>
            )}
          </Text>
        </div>
        {may('managePeople') && (
          <Group gap="xs">
            <ScheduleAct schedule={schedule} />
            <RemoveAct schedule={schedule} />
          </Group>
        )}
      </Group>
      <LaunchesFold id={schedule.id} />
    </li>
  );
};

/** The scenarios that are launched at planned times. */
export const SchedulesPage = (): ReactNode => {
  const say = useWords(schedulesWords);
  const may = useMay();
  const schedules = useQuery(schedulesQuery());
  return (
    <Page title={say('title')} actions={may('managePeople') && <ScheduleAct />}>
      <AlertsTabs />
      <Text>{say('hint')}</Text>
      <Loaded of={schedules}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={say('noneTitle')} hint={say('noneHint')} />
          ) : (
            <ul className="schedules">
              {items.map((schedule) => (
                <ScheduleCard key={schedule.id} schedule={schedule} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </Page>
  );
};
