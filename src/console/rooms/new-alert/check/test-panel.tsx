import { Button, Group, Stack, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { type AlertTest, testDraft, testsQuery } from '../../../api/alerts/drafts.ts';
import { tryOnce } from '../../../api/try-once.ts';
import { NumbersField } from '../../../parts/audience-picker/numbers-field.tsx';
import { Light, type Tone } from '../../../parts/light.tsx';
import { ProblemNote } from '../../../parts/problems/problem-note.tsx';
import { useKept } from '../../../parts/use-kept.ts';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { checkWords } from './words.ts';

const MOST = 5;
const LOOK_MS = 2000;

type Sent = AlertTest['messages'][number];
type State = 'queued' | 'sending' | 'sent' | 'delivered' | 'failed' | 'unknown';

const stateOf = ({ state }: Sent): State => {
  if (state === 'queued' || state === 'sending' || state === 'sent' || state === 'delivered') return state;
  return state === null || state === 'uncertain' || state === 'unconfirmed' ? 'unknown' : 'failed';
};

const TONES: Readonly<Record<State, Tone>> = {
  queued: 'waiting',
  sending: 'waiting',
  sent: 'waiting',
  delivered: 'good',
  failed: 'bad',
  unknown: 'warn',
};

interface Props {
  readonly alert: number;
  /** Saves what was typed last, so that the test is of that. */
  readonly onBefore: () => Promise<{ readonly version: number } | undefined>;
}

/** Sends the texts to phones of ours, and shows what became of them. */
export const TestPanel = ({ alert, onBefore }: Props): ReactNode => {
  const say = useWords(checkWords);
  const { number, phone } = useFormats();
  const queries = useQueryClient();
  const [numbers, setNumbers] = useKept<readonly string[]>('new-alert.test-numbers', []);
  const [isActing, setActing] = useState(false);
  const [error, setError] = useState<unknown>();
  const tests = useQuery({ ...testsQuery(alert), refetchInterval: LOOK_MS });
  const send = async (): Promise<void> => {
    setActing(true);
    setError(undefined);
    try {
      const saved = await onBefore();
      await tryOnce(['test', alert, saved?.version, numbers], (key) => testDraft(alert, numbers, key));
      await queries.invalidateQueries({ queryKey: testsQuery(alert).queryKey });
    } catch (problem) {
      setError(problem);
    } finally {
      setActing(false);
    }
  };
  const last = tests.data?.items[0];
  return (
    <Stack gap="sm">
      <Text c="var(--quiet)">{say('testHint')}</Text>
      <NumbersField
        label={say('testNumbers')}
        numbers={numbers}
        error={numbers.length > MOST ? say('testMany') : undefined}
        onChange={setNumbers}
      />
      <ProblemNote error={error} />
      <Group>
        <Button
          variant="default"
          loading={isActing}
          disabled={numbers.length === 0 || numbers.length > MOST}
          onClick={() => void send()}
        >
          {say('testSend', { count: numbers.length, n: number(numbers.length) })}
        </Button>
      </Group>
      {last !== undefined && (
        <Stack gap={4} role="status">
          {last.messages.map((message) => (
            <Light
              key={`${message.number} ${message.language} ${message.short}`}
              tone={TONES[stateOf(message)]}
            >
              {say('testState', { number: phone(message.number), state: say(`t_${stateOf(message)}`) })}
            </Light>
          ))}
        </Stack>
      )}
    </Stack>
  );
};
