import { Button, Group, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { type Alarm, acknowledgeAlarm, silenceAlarm, unsilenceAlarm } from '../../api/operation/alarms.ts';
import { ActButton } from '../../parts/acts/act-button.tsx';
import { Light } from '../../parts/light.tsx';
import { ProblemNote } from '../../parts/problems/problem-note.tsx';
import { Said } from '../../parts/said.tsx';
import { useMay } from '../../session/session-context.tsx';
import { useFormats } from '../../words/format.ts';
import { spacedIn } from '../../words/french-spacing.ts';
import { useLanguage, useWords } from '../../words/i18n.ts';
import { gatewayNow, isSameDay } from '../../words/place.ts';
import { nowWords } from './words.ts';

const HOURS = { PT1H: 1, PT8H: 8, P1D: 24, P7D: 168, P30D: 720 } as const;
type Duration = keyof typeof HOURS;
const DURATIONS = Object.keys(HOURS) as readonly Duration[];
const DAY_H = 24;

const Silence = ({ alarm, reread }: { readonly alarm: Alarm; readonly reread: () => void }): ReactNode => {
  const say = useWords(nowWords);
  const { number } = useFormats();
  const [duration, setDuration] = useState<Duration>('PT8H');
  const [reason, setReason] = useState('');
  const inWords = (one: Duration): string => {
    const hours = HOURS[one];
    const days = hours / DAY_H;
    return days < 1
      ? say('hours', { count: hours, n: number(hours) })
      : say('days', { count: days, n: number(days) });
  };
  return (
    <ActButton
      label={say('silence')}
      title={say('silenceTitle')}
      verb={say('silenceVerb', { duration: inWords(duration) })}
      variant="default"
      size="compact-md"
      isIncomplete={reason.trim() === ''}
      onAct={async () => {
        await silenceAlarm(alarm.id, duration, reason.trim());
        reread();
      }}
    >
      <p>{say('silenceSaid')}</p>
      <NativeSelect
        label={say('silenceFor')}
        value={duration}
        onChange={(event) => setDuration(event.currentTarget.value as Duration)}
        data={DURATIONS.map((value) => ({ value, label: inWords(value) }))}
      />
      <TextInput
        label={say('silenceWhy')}
        value={reason}
        maxLength={200}
        required
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </ActButton>
  );
};

const isToday = (time: string): boolean => isSameDay(time, gatewayNow());

/** One alarm: what is wrong, since when, what to do, and who sees to it. */
export const AlarmRow = ({ alarm }: { readonly alarm: Alarm }): ReactNode => {
  const say = useWords(nowWords);
  const language = useLanguage();
  const { minute, moment } = useFormats();
  const may = useMay();
  const queries = useQueryClient();
  const reread = (): void => void queries.invalidateQueries({ queryKey: ['alarms'] });
  const acknowledge = useMutation({ mutationFn: () => acknowledgeAlarm(alarm.id), onSettled: reread });
  const unsilence = useMutation({ mutationFn: () => unsilenceAlarm(alarm.id), onSettled: reread });
  const { severity, state, text, todo, since, acknowledgedBy } = alarm;
  const isOpen = state === 'open';
  return (
    <li className="row">
      <span className="row-text">
        <span className="row-line">
          <Light tone={!isOpen ? 'off' : severity === 'critical' ? 'bad' : 'warn'}>
            <strong>
              <Said>{spacedIn(language, text[language])}</Said>
            </strong>{' '}
            <span className="quiet">
              {say('since', { time: isToday(since) ? minute(since) : moment(since) })}
            </span>
          </Light>
        </span>
        <span className="row-todo">
          <strong>{say(severity)}</strong> <Said>{spacedIn(language, todo[language])}</Said>
        </span>
        {acknowledgedBy !== null && (
          <span className="quiet">
            <Said>{say('acknowledged', { name: acknowledgedBy.name })}</Said>
          </span>
        )}
        <ProblemNote error={acknowledge.error ?? unsilence.error} />
      </span>
      {may('handleAlarms') && (
        <Group gap="xs" wrap="nowrap" className="row-acts">
          {isOpen && (
            <Button
              size="compact-md"
              variant="default"
              loading={acknowledge.isPending}
              onClick={() => acknowledge.mutate()}
            >
              {say('acknowledge')}
            </Button>
          )}
          {state === 'silenced' ? (
            <Button
              size="compact-md"
              variant="default"
              loading={unsilence.isPending}
              onClick={() => unsilence.mutate()}
            >
              {say('unsilence')}
            </Button>
          ) : (
            <Silence alarm={alarm} reread={reread} />
          )}
        </Group>
      )}
    </li>
  );
};
