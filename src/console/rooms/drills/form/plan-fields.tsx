import { NativeSelect, Switch, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useWords } from '../../../words/i18n.ts';
import { useDayName } from '../use-planned.ts';
import type { DrillDraft } from './drill-draft.ts';
import { drillFormWords } from './words.ts';

interface Props {
  readonly of: DrillDraft;
  readonly onChange: (part: Partial<DrillDraft>) => void;
  readonly errorAt: (field: string) => string | undefined;
}

const KINDS = ['daily', 'weekly', 'monthly', 'other'] as const;
/** Monday first. */
const DAYS = [1, 2, 3, 4, 5, 6, 0];
const DATES = Array.from({ length: 28 }, (_, index) => String(index + 1));

/** When a drill runs by itself. */
export const PlanFields = ({ of, onChange, errorAt }: Props): ReactNode => {
  const say = useWords(drillFormWords);
  const dayName = useDayName();
  return (
    <>
      <Switch
        size="md"
        label={say('enabled')}
        checked={of.enabled}
        onChange={({ currentTarget }) => onChange({ enabled: currentTarget.checked })}
      />
      <div className="form-fields">
        <NativeSelect
          label={say('kind')}
          value={of.kind}
          onChange={({ currentTarget }) =>
            onChange({ kind: KINDS.find((one) => one === currentTarget.value) ?? 'weekly' })
          }
          data={KINDS.map((one) => ({
            value: one,
            label: say(one === 'other' ? 'kindOther' : `kind_${one}`),
          }))}
        />
        {of.kind === 'weekly' && (
          <NativeSelect
            label={say('day')}
            value={String(of.day)}
            onChange={({ currentTarget }) => onChange({ day: Number(currentTarget.value) })}
            data={DAYS.map((day) => ({ value: String(day), label: dayName(day) }))}
          />
        )}
        {of.kind === 'monthly' && (
          <NativeSelect
            label={say('date')}
            value={String(of.date)}
            onChange={({ currentTarget }) => onChange({ date: Number(currentTarget.value) })}
            data={DATES}
          />
        )}
        {of.kind === 'other' ? (
          <TextInput
            label={say('cron')}
            description={say('cronHint')}
            value={of.cron}
            error={errorAt('cron')}
            onChange={({ currentTarget }) => onChange({ cron: currentTarget.value })}
          />
        ) : (
          <TextInput
            type="time"
            label={say('time')}
            value={of.time}
            error={errorAt('cron')}
            onChange={({ currentTarget }) => onChange({ time: currentTarget.value })}
          />
        )}
        <TextInput
          label={say('timeZone')}
          value={of.timeZone}
          error={errorAt('timeZone')}
          onChange={({ currentTarget }) => onChange({ timeZone: currentTarget.value })}
        />
      </div>
    </>
  );
};
