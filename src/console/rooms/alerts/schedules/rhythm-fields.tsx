import { Group, NativeSelect, NumberInput, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useWords } from '../../../words/i18n.ts';
import { cronOf, type Rhythm, rhythmOf } from './rhythm.ts';
import { useDays } from './use-rhythm-words.ts';
import { schedulesWords } from './words.ts';

interface Props {
  readonly cron: string;
  readonly onChange: (cron: string) => void;
}

/** The first Monday of each month: what no simpler field can say. */
const OWN = '0 10 1-7 * 1';

/** Another rhythm at the same time of day. */
const turned = (every: string, rhythm: Rhythm): Rhythm => {
  const time = rhythm.every === 'own' ? '10:00' : rhythm.time;
  if (every === 'month') return { every, day: 1, time };
  if (every === 'week') return { every, day: 1, time };
  return { every: 'day', time };
};

/** When a schedule launches: in words where it can be, else as a cron expression. */
export const RhythmFields = ({ cron, onChange }: Props): ReactNode => {
  const say = useWords(schedulesWords);
  const days = useDays();
  const rhythm = rhythmOf(cron);
  const change = (next: Rhythm): void => onChange(cronOf(next));
  return (
    <>
      <NativeSelect
        label={say('every')}
        value={rhythm.every}
        onChange={(event) => {
          const { value } = event.currentTarget;
          onChange(value === 'own' ? OWN : cronOf(turned(value, rhythm)));
        }}
        data={[
          { value: 'month', label: say('monthly') },
          { value: 'week', label: say('weekly') },
          { value: 'day', label: say('daily') },
          { value: 'own', label: say('own') },
        ]}
      />
      {rhythm.every === 'own' ? (
        <TextInput
          label={say('cron')}
          required
          value={cron}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      ) : (
        <Group grow align="end">
          {rhythm.every === 'month' && (
            <NumberInput
              label={say('dayOfMonth')}
              min={1}
              max={28}
              clampBehavior="strict"
              value={rhythm.day}
              onChange={(day) => change({ ...rhythm, day: Number(day) || 1 })}
            />
          )}
          {rhythm.every === 'week' && (
            <NativeSelect
              label={say('dayOfWeek')}
              value={String(rhythm.day)}
              onChange={(event) => change({ ...rhythm, day: Number(event.currentTarget.value) })}
              data={days.map((label, day) => ({ value: String(day), label }))}
            />
          )}
          <TextInput
            type="time"
            label={say('time')}
            required
            value={rhythm.time}
            onChange={(event) => change({ ...rhythm, time: event.currentTarget.value })}
          />
        </Group>
      )}
    </>
  );
};
