import { Button, Group, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import { Link } from 'wouter';
import type { z } from 'zod';
import type { messageWithTimeline } from '../../../../http/v1/messages/message-view.ts';
import { ask } from '../../../api/client.ts';
import { testRoute } from '../../../api/routes.ts';
import { tryOnce } from '../../../api/try-once.ts';
import { Light, type Tone } from '../../../parts/light.tsx';
import { ProblemNote } from '../../../parts/problems/problem-note.tsx';
import { Reason } from '../../../parts/reason.tsx';
import { useKept } from '../../../parts/use-kept.ts';
import { useWords } from '../../../words/i18n.ts';
import { tryingWords } from './words.ts';

type Message = z.output<typeof messageWithTimeline>;

const UNDER_WAY: readonly Message['state'][] = ['queued', 'sending', 'sent'];
/** It was handed over, and nobody knows what became of it. */
const NOT_KNOWN: readonly Message['state'][] = ['unconfirmed', 'uncertain'];
const toneOf = (state: Message['state']): Tone => {
  if (state === 'delivered') return 'good';
  if (UNDER_WAY.includes(state)) return 'waiting';
  return NOT_KNOWN.includes(state) ? 'warn' : 'bad';
};

/** What has become of the test so far. */
const Followed = ({ id }: { readonly id: string }): ReactNode => {
  const say = useWords(tryingWords);
  const { data } = useQuery({
    queryKey: ['messages', 'test', id],
    queryFn: ({ signal }) => ask<typeof messageWithTimeline>(`/v1/messages/${id}`, { signal }),
    refetchInterval: ({ state }) =>
      state.data !== undefined && !UNDER_WAY.includes(state.data.state) ? false : 1000,
  });
  if (data === undefined) return null;
  return (
    <p role="status">
      <Light tone={toneOf(data.state)}>
        {say(`message_${data.state}`)}
        {data.reason !== null && (
          <>
            : <Reason>{data.reason}</Reason>
          </>
        )}
      </Light>{' '}
      <Link href={`/messages/${id}`}>{say('followTest')}</Link>
    </p>
  );
};

/** Sends one ordinary message by this route alone, to a phone of ours. */
export const TestMessage = ({ id }: { readonly id: string }): ReactNode => {
  const say = useWords(tryingWords);
  const [to, setTo] = useKept('routes.test.to', '');
  const [sent, setSent] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    try {
      const number = to.trim();
      setSent((await tryOnce(['route test', id, number], (key) => testRoute(id, number, key))).id);
    } catch (caught) {
      setError(caught);
    } finally {
      setBusy(false);
    }
  };
  return (
    <section className="card">
      <h2>{say('test')}</h2>
      <p className="quiet">{say('testSaid')}</p>
      <form onSubmit={(event) => void submit(event)}>
        <Group align="flex-end">
          <TextInput
            label={say('testTo')}
            type="tel"
            autoComplete="off"
            value={to}
            onChange={(event) => setTo(event.currentTarget.value)}
            required
          />
          <Button type="submit" loading={isBusy} disabled={to.trim() === ''} variant="default">
            {say('testVerb', { id })}
          </Button>
        </Group>
      </form>
      <ProblemNote error={error} />
      {sent !== undefined && <Followed id={sent} />}
    </section>
  );
};
