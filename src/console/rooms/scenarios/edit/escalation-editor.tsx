import { Button, Group, NumberInput, Select, Stack, Switch, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { MOST_STEPS } from '../../../../domain/alerts/escalation.ts';
import { useWords } from '../../../words/i18n.ts';
import { AudienceEditor } from './audience-editor.tsx';
import { DurationInput } from './duration-input.tsx';
import type { Plan } from './form.ts';
import type { PartProps } from './plan-editor.tsx';
import { editWords } from './words.ts';

type Escalation = NonNullable<Plan['escalation']>;

/** Whom to ask next when too few have answered. */
export const EscalationEditor = ({ plan, onChange, hasTried }: PartProps): ReactNode => {
  const say = useWords(editWords);
  const { escalation, question, content } = plan;
  const meanings = [
    ...new Set((question?.answers ?? []).map(({ meaning }) => meaning).filter((one) => one !== '')),
  ];
  const usual: Escalation = {
    need: 5,
    meaning: meanings[0] ?? '',
    steps: [{ audience: { include: [] }, after: 'PT15M' }],
    whenFulfilled: null,
    whenNotFulfilled: 'tellDuty',
  };
  const set = (change: Partial<Escalation>): void =>
    onChange({ ...plan, escalation: { ...(escalation ?? usual), ...change } });
  const setStep = (at: number, change: Partial<Escalation['steps'][number]>): void =>
    set({ steps: (escalation?.steps ?? []).map((one, i) => (i === at ? { ...one, ...change } : one)) });
  return (
    <section className="card" aria-labelledby="plan-escalation">
      <Stack>
        <Title order={2} size="h3" id="plan-escalation">
          {say('escalation')}
        </Title>
        {question === null ? (
          <Text c="var(--quiet)">{say('escalationNeeds')}</Text>
        ) : (
          <Switch
            label={say('escalate')}
            checked={escalation !== null}
            onChange={({ currentTarget }) =>
              onChange({ ...plan, escalation: currentTarget.checked ? usual : null })
            }
          />
        )}
        {escalation !== null && question !== null && (
          <>
            <div className="form-grid">
              <NumberInput
                label={say('need')}
                value={escalation.need}
                min={1}
                max={10_000}
                onChange={(need) => typeof need === 'number' && set({ need })}
              />
              <Select
                label={say('needMeaning')}
                data={meanings}
                value={escalation.meaning}
                allowDeselect={false}
                onChange={(meaning) => meaning !== null && set({ meaning })}
              />
            </div>
            {escalation.steps.map(({ audience, after }, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a step is known by its place
              <fieldset className="plain-set plan-step" key={at}>
                <legend>{say('step', { n: at + 1 })}</legend>
                <Stack>
                  <div className="form-grid">
                    <DurationInput
                      label={say('stepAfter')}
                      value={after}
                      onChange={(next) => setStep(at, { after: next })}
                    />
                  </div>
                  <AudienceEditor
                    audience={audience}
                    onChange={(next) => setStep(at, { audience: next })}
                    languages={content.variants.map(({ language }) => language)}
                    hasTried={hasTried}
                  />
                  {escalation.steps.length > 1 && (
                    <Group>
                      <Button
                        variant="default"
                        onClick={() => set({ steps: escalation.steps.filter((_, i) => i !== at) })}
                      >
                        {say('dropStep', { n: at + 1 })}
                      </Button>
                    </Group>
                  )}
                </Stack>
              </fieldset>
            ))}
            <Group>
              <Button
                variant="default"
                disabled={escalation.steps.length >= MOST_STEPS}
                onClick={() =>
                  set({ steps: [...escalation.steps, { audience: { include: [] }, after: 'PT15M' }] })
                }
              >
                {say('addStep')}
              </Button>
            </Group>
            <Switch
              label={say('tellDuty')}
              checked={escalation.whenNotFulfilled === 'tellDuty'}
              onChange={({ currentTarget }) =>
                set({ whenNotFulfilled: currentTarget.checked ? 'tellDuty' : 'nothing' })
              }
            />
          </>
        )}
      </Stack>
    </section>
  );
};
