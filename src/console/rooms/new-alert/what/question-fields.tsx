import { Button, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useWords } from '../../../words/i18n.ts';
import type { Form } from '../logic/form.ts';
import { newAlertWords } from '../words.ts';
import { useDurations } from './use-durations.ts';

type Question = NonNullable<Form['question']>;
type Answer = Question['answers'][number];

const MOST_ANSWERS = 10;
const OPEN_FOR = ['PT1H', 'PT2H', 'PT4H', 'PT12H', 'P1D', 'P3D'];

/** The meanings that the gateway counts and puts on top; any other word is free. */
const PRESETS: Readonly<Record<string, readonly Answer[]>> = {
  askSafe: [
    { word: '1', meaning: 'safe' },
    { word: '2', meaning: 'help' },
  ],
  askCome: [
    { word: '1', meaning: 'yes' },
    { word: '2', meaning: 'no' },
  ],
};

/** Meanings with a word of ours in each language. */
const COUNTED = ['safe', 'help', 'yes', 'no'] as const;

interface Props {
  readonly question: Question | undefined;
  readonly onChange: (question: Question | undefined) => void;
}

const AnswerRow = ({
  answer,
  index,
  onChange,
  onRemove,
}: {
  readonly answer: Answer;
  readonly index: number;
  readonly onChange: (answer: Answer) => void;
  readonly onRemove: () => void;
}): ReactNode => {
  const say = useWords(newAlertWords);
  const shown = COUNTED.find((one) => one === answer.meaning);
  return (
    <Group gap="xs" align="flex-end" wrap="nowrap">
      <TextInput
        label={say('word')}
        w="8rem"
        maxLength={20}
        value={answer.word}
        onChange={(event) => onChange({ ...answer, word: event.currentTarget.value })}
      />
      <TextInput
        label={say('meaning')}
        maxLength={40}
        value={shown === undefined ? answer.meaning : say(`m_${shown}`)}
        onChange={({ currentTarget: { value } }) =>
          onChange({ ...answer, meaning: COUNTED.find((one) => say(`m_${one}`) === value) ?? value })
        }
      />
      <Button
        variant="subtle"
        color="gray"
        px={8}
        flex="none"
        aria-label={say('removeAnswer', { n: index + 1 })}
        onClick={onRemove}
      >
        <IconX size={18} aria-hidden />
      </Button>
    </Group>
  );
};

/** What people may reply, and what it means. */
export const QuestionFields = ({ question, onChange }: Props): ReactNode => {
  const say = useWords(newAlertWords);
  const durations = useDurations();
  const setAnswers = (answers: Answer[]): void =>
    onChange(answers.length === 0 ? undefined : { openFor: 'PT4H', ...question, answers });
  const answers = question?.answers ?? [];
  return (
    <Stack gap="sm">
      <Group gap="xs">
        {(['askSafe', 'askCome'] as const).map((preset) => (
          <Button
            key={preset}
            variant="default"
            size="compact-md"
            onClick={() => setAnswers([...(PRESETS[preset] ?? [])])}
          >
            {say(preset)}
          </Button>
        ))}
        {question !== undefined && (
          <Button variant="subtle" size="compact-md" onClick={() => onChange(undefined)}>
            {say('askNone')}
          </Button>
        )}
      </Group>
      {question !== undefined && (
        <>
          <Text c="var(--quiet)">{say('questionHint')}</Text>
          {answers.map((answer, index) => (
            <AnswerRow
              // biome-ignore lint/suspicious/noArrayIndexKey: an answer has no name but its place.
              key={index}
              answer={answer}
              index={index}
              onChange={(next) => setAnswers(answers.map((one, at) => (at === index ? next : one)))}
              onRemove={() => setAnswers(answers.filter((_one, at) => at !== index))}
            />
          ))}
          <Group align="flex-end">
            {answers.length < MOST_ANSWERS && (
              <Button
                variant="subtle"
                leftSection={<IconPlus size={16} aria-hidden />}
                onClick={() => setAnswers([...answers, { word: '', meaning: '' }])}
              >
                {say('addAnswer')}
              </Button>
            )}
            <Select
              label={say('openFor')}
              w="12rem"
              allowDeselect={false}
              data={durations(OPEN_FOR, question.openFor)}
              value={question.openFor}
              onChange={(openFor) => openFor !== null && onChange({ ...question, openFor })}
            />
          </Group>
        </>
      )}
    </Stack>
  );
};
