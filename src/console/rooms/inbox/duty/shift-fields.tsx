import { Checkbox, Group, NativeSelect, TagsInput, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useWords } from '../../../words/i18n.ts';
import { rosterFormWords } from './form-words.ts';
import { type ShiftDraft, weekdays } from './roster-draft.ts';
import { dutyWords } from './words.ts';

interface Props {
  readonly of: ShiftDraft;
  readonly onChange: (part: Partial<ShiftDraft>) => void;
  readonly names: readonly string[];
  /** What the gateway says against a field of this shift. */
  readonly errorAt: (field: string) => string | undefined;
}

type TextField = 'from' | 'to' | 'everyDays' | 'start' | 'at' | 'since' | 'until';

/** The fields of one shift. */
export const ShiftFields = ({ of, onChange, names, errorAt }: Props): ReactNode => {
  const say = useWords(rosterFormWords);
  const sayDuty = useWords(dutyWords);
  const isWeekly = of.kind === 'weekly';
  const field = (name: TextField, type: string, hint?: string): ReactNode => (
    <TextInput
      type={type}
      label={say(name)}
      {...(hint !== undefined && { description: hint })}
      {...(type === 'number' && { min: 1, max: 366 })}
      value={of[name]}
      error={errorAt(name)}
      onChange={({ currentTarget }) => onChange({ [name]: currentTarget.value })}
    />
  );
  return (
    <>
      <NativeSelect
        label={say('kind')}
        value={of.kind}
        onChange={({ currentTarget }) =>
          onChange({ kind: currentTarget.value === 'rotation' ? 'rotation' : 'weekly' })
        }
        data={[
          { value: 'weekly', label: say('kind_weekly') },
          { value: 'rotation', label: say('kind_rotation') },
        ]}
      />
      {isWeekly ? (
        <>
          <Checkbox.Group
            label={say('days')}
            value={[...of.days]}
            error={errorAt('days')}
            onChange={(chosen) => onChange({ days: weekdays.filter((day) => chosen.includes(day)) })}
          >
            <Group gap="md" mt={4}>
              {weekdays.map((day) => (
                <Checkbox key={day} value={day} size="md" label={sayDuty(day)} />
              ))}
            </Group>
          </Checkbox.Group>
          <div className="form-fields">
            {field('from', 'time')}
            {field('to', 'time', say('toHint'))}
          </div>
        </>
      ) : (
        <div className="form-fields">
          {field('everyDays', 'number')}
          {field('start', 'date')}
          {field('at', 'time')}
        </div>
      )}
      <TagsInput
        label={say(isWeekly ? 'who' : 'whoInTurn')}
        description={say('whoHint')}
        data={[...names]}
        value={[...of.who]}
        error={errorAt('who')}
        onChange={(who) => onChange({ who })}
      />
      <div className="form-fields">
        {field('since', 'date')}
        {field('until', 'date')}
      </div>
    </>
  );
};
