import { Radio, Select, Stack, Switch, TextInput, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { severities } from '../../../../domain/alerts/alert.ts';
import { priorities } from '../../../../domain/messages/priority.ts';
import { DESCRIBED_BELOW } from '../../../parts/problems/field-order.ts';
import { useWords } from '../../../words/i18n.ts';
import { DurationInput } from './duration-input.tsx';
import type { Plan } from './form.ts';
import { editWords } from './words.ts';

export interface PartProps {
  readonly plan: Plan;
  readonly onChange: (plan: Plan) => void;
  readonly hasTried: boolean;
}

/** What it is: its name, whether it is live, how grave, how long it is worth sending. */
export const PlanEditor = ({ plan, onChange, hasTried }: PartProps): ReactNode => {
  const say = useWords(editWords);
  const set = (change: Partial<Plan>): void => onChange({ ...plan, ...change });
  return (
    <section className="card" aria-labelledby="plan-what">
      <Stack>
        <Title order={2} size="h3" id="plan-what">
          {say('what')}
        </Title>
        <div className="form-grid">
          <TextInput
            label={say('name')}
            description={say('nameHint')}
            inputWrapperOrder={DESCRIBED_BELOW}
            value={plan.name}
            maxLength={100}
            error={hasTried && plan.name.trim() === '' && say('nameMissing')}
            onChange={({ currentTarget }) => set({ name: currentTarget.value })}
          />
          <TextInput
            label={say('title')}
            description={say('titleHint')}
            inputWrapperOrder={DESCRIBED_BELOW}
            value={plan.title}
            maxLength={200}
            onChange={({ currentTarget }) => set({ title: currentTarget.value })}
          />
        </div>
        <Radio.Group
          label={say('kind')}
          value={plan.kind}
          error={hasTried && plan.kind === '' && say('kindMissing')}
          onChange={(kind) => set({ kind: kind === 'live' ? 'live' : 'exercise' })}
        >
          <Stack gap="xs" mt="xs">
            <Radio value="live" label={say('live')} color="danger" />
            <Radio value="exercise" label={say('exercise')} color="exercise" />
          </Stack>
        </Radio.Group>
        <div className="form-grid">
          <Select
            label={say('severity')}
            data={severities.map((value) => ({ value, label: say(`severity_${value}`) }))}
            value={plan.severity}
            allowDeselect={false}
            onChange={(value) => set({ severity: severities.find((one) => one === value) ?? plan.severity })}
          />
          <Select
            label={say('priority')}
            data={priorities.map((value) => ({ value, label: say(`priority_${value}`) }))}
            value={plan.priority}
            allowDeselect={false}
            onChange={(value) => set({ priority: priorities.find((one) => one === value) ?? plan.priority })}
          />
          <DurationInput
            label={say('validFor')}
            value={plan.validFor}
            onChange={(validFor) => set({ validFor })}
          />
          <TextInput
            label={say('from')}
            placeholder={say('fromHint')}
            value={plan.from ?? ''}
            onChange={({ currentTarget }) =>
              set({ from: currentTarget.value === '' ? null : currentTarget.value })
            }
          />
        </div>
        <Switch
          label={say('override')}
          description={say('overrideHint')}
          checked={plan.overrideOptOut}
          onChange={({ currentTarget }) => set({ overrideOptOut: currentTarget.checked })}
        />
      </Stack>
    </section>
  );
};
