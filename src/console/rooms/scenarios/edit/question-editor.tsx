import { ActionIcon, Button, Group, NumberInput, Stack, Switch, Text, TextInput, Title } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useWords } from '../../../words/i18n.ts';
import { DurationInput } from './duration-input.tsx';
import type { Plan } from './form.ts';
import type { PartProps } from './plan-editor.tsx';
import { editWords } from './words.ts';

type Question = NonNullable<Plan['question']>;

const USUAL: Question = {
  answers: [
    { word: '1', meaning: 'safe' },
    { word: '2', meaning: 'help' },
  ],
  openFor: 'PT2H',
  resend: null,
};

/** The words that people may answer, and what each means. */
export const QuestionEditor = ({ plan, onChange, hasTried }: PartProps): ReactNode => {
  const say = useWords(editWords);
  const { question } = plan;
  const set = (change: Partial<Question>): void =>
    onChange({ ...plan, question: { ...(question ?? USUAL), ...change } });
  return (
    <section className="card" aria-labelledby="plan-question">
      <Stack>
        <Title order={2} size="h3" id="plan-question">
          {say('question')}
        </Title>
        <Switch
          label={say('askQuestion')}
          checked={question !== null}
          onChange={({ currentTarget }) =>
            onChange({ ...plan, question: currentTarget.checked ? USUAL : null, escalation: null })
          }
        />
        {question !== null && (
          <>
            {question.answers.map(({ word, meaning }, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: an answer has no other identity while it is typed
              <fieldset className="plain-set answer-row" key={at}>
                <legend className="seen-by-readers-only">{say('answer', { n: at + 1 })}</legend>
                <TextInput
                  label={say('word')}
                  value={word}
                  maxLength={20}
                  onChange={({ currentTarget }) =>
                    set({
                      answers: question.answers.map((one, i) =>
                        i === at ? { ...one, word: currentTarget.value } : one,
                      ),
                    })
                  }
                />
                <TextInput
                  label={say('meaning')}
                  value={meaning}
                  maxLength={40}
                  onChange={({ currentTarget }) =>
                    set({
                      answers: question.answers.map((one, i) =>
                        i === at ? { ...one, meaning: currentTarget.value } : one,
                      ),
                    })
                  }
                />
                <ActionIcon
                  variant="default"
                  size="lg"
                  aria-label={say('dropAnswer', { n: at + 1 })}
                  onClick={() => set({ answers: question.answers.filter((_, i) => i !== at) })}
                >
                  <IconX aria-hidden size={18} />
                </ActionIcon>
              </fieldset>
            ))}
            {hasTried && question.answers.some(({ word, meaning }) => word === '' || meaning === '') && (
              <Text c="var(--bad)">{say('answersMissing')}</Text>
            )}
            <Group>
              <Button
                variant="default"
                disabled={question.answers.length >= 10}
                onClick={() => set({ answers: [...question.answers, { word: '', meaning: '' }] })}
              >
                {say('addAnswer')}
              </Button>
            </Group>
            <div className="form-grid">
              <DurationInput
                label={say('openFor')}
                value={question.openFor}
                onChange={(openFor) => set({ openFor })}
              />
            </div>
            <Switch
              label={say('repeat')}
              checked={question.resend !== null}
              onChange={({ currentTarget }) =>
                set({ resend: currentTarget.checked ? { after: 'PT15M', times: 1 } : null })
              }
            />
            {question.resend !== null && (
              <div className="form-grid">
                <DurationInput
                  label={say('repeatAfter')}
                  value={question.resend.after}
                  onChange={(after) => set({ resend: { times: question.resend?.times ?? 1, after } })}
                />
                <NumberInput
                  label={say('repeatTimes')}
                  value={question.resend.times}
                  min={1}
                  max={10}
                  onChange={(times) =>
                    typeof times === 'number' &&
                    set({ resend: { after: question.resend?.after ?? 'PT15M', times } })
                  }
                />
              </div>
            )}
          </>
        )}
      </Stack>
    </section>
  );
};
