import { Select, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { severities } from '../../../../domain/alerts/alert.ts';
import { priorities } from '../../../../domain/messages/priority.ts';
import { useWords } from '../../../words/i18n.ts';
import { fieldTime, instantInField, placeZone } from '../../../words/place.ts';
import type { Form } from '../logic/form.ts';
import { newAlertWords } from '../words.ts';
import { useDurations } from './use-durations.ts';

const VALID_FOR = ['PT30M', 'PT1H', 'PT2H', 'PT6H', 'PT12H', 'P1D', 'P3D'];

interface Props {
  readonly form: Form;
  readonly onChange: (part: Partial<Form>) => void;
}

export const SeverityField = ({ form, onChange }: Props): ReactNode => {
  const say = useWords(newAlertWords);
  return (
    <Select
      label={say('severity')}
      allowDeselect={false}
      data={severities.map((value) => ({ value, label: say(`s_${value}`) }))}
      value={form.severity ?? 'unknown'}
      onChange={(value) => {
        const severity = severities.find((one) => one === value);
        if (severity !== undefined) onChange({ severity });
      }}
    />
  );
};

/** A time of the place as an input of the browser shows it. */
const localOf = (instant: string | undefined): string => {
  return instant === undefined ? '' : fieldTime(placeZone(), Date.parse(instant));
};

/** Priority, validity and time, which have good values of their own. */
export const PlanFields = ({ form, onChange }: Props): ReactNode => {
  const say = useWords(newAlertWords);
  const durations = useDurations();
  return (
    <div className="fields">
      <Select
        label={say('validFor')}
        description={say('validHint')}
        inputWrapperOrder={['label', 'input', 'error', 'description']}
        allowDeselect={false}
        data={durations(VALID_FOR, form.validFor)}
        value={form.validFor ?? 'P1D'}
        onChange={(validFor) => validFor !== null && onChange({ validFor })}
      />
      <Select
        label={say('priority')}
        allowDeselect={false}
        data={priorities.map((value) => ({ value, label: say(`p_${value}`) }))}
        value={form.priority ?? 'critical'}
        onChange={(value) => {
          const priority = priorities.find((one) => one === value);
          if (priority !== undefined) onChange({ priority });
        }}
      />
      <TextInput
        type="datetime-local"
        label={say('scheduledAt')}
        description={say('scheduledHint')}
        inputWrapperOrder={['label', 'input', 'error', 'description']}
        value={localOf(form.scheduledAt)}
        onChange={({ currentTarget: { value } }) => onChange({ scheduledAt: instantInField(value) })}
      />
    </div>
  );
};
