import { Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { messagesToQuery } from '../../../api/people/contacts.ts';
import { Light, type Tone } from '../../../parts/light.tsx';
import { Loaded } from '../../../parts/loaded.tsx';
import { Said } from '../../../parts/said.tsx';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { contactWords } from './words.ts';

const TONES: Readonly<Record<string, Tone>> = {
  delivered: 'good',
  undelivered: 'bad',
  failed: 'bad',
  expired: 'bad',
  unconfirmed: 'warn',
  uncertain: 'warn',
  suppressed: 'off',
  cancelled: 'off',
};

/** The newest messages to a person: was she warned? */
export const MessagesTo = ({ number }: { readonly number: string }): ReactNode => {
  const say = useWords(contactWords);
  const { moment } = useFormats();
  const messages = useQuery(messagesToQuery(number));
  return (
    <section className="card" aria-labelledby="messages-to">
      <Stack gap="sm">
        <Title order={2} size="h3" id="messages-to">
          {say('messages')}
        </Title>
        <Loaded of={messages}>
          {({ items }) =>
            items.length === 0 ? (
              <Text c="var(--quiet)">{say('noMessages')}</Text>
            ) : (
              <Stack gap="sm">
                {items.map(({ id, createdAt, text, state }) => (
                  <div key={id}>
                    <Light tone={TONES[state] ?? 'waiting'}>
                      {say(`sent_${state}`)} · {moment(createdAt)}
                    </Light>
                    <Text>
                      <Link href={`/messages/${id}`}>
                        <Said>{text}</Said>
                      </Link>
                    </Text>
                  </div>
                ))}
              </Stack>
            )
          }
        </Loaded>
        <Link href={`/messages?q=${encodeURIComponent(number)}`}>{say('allMessages')}</Link>
      </Stack>
    </section>
  );
};
