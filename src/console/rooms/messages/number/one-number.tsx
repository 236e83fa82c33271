import { Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { alertsQuery } from '../../../api/alerts/alerts.ts';
import type { Message } from '../../../api/messages.ts';
import { inboxOfNumber } from '../../../api/people/one-number.ts';
import { Light } from '../../../parts/light.tsx';
import { Loaded } from '../../../parts/loaded.tsx';
import { Said } from '../../../parts/said.tsx';
import { useMay } from '../../../session/session-context.tsx';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { gatewayNow } from '../../../words/place.ts';
import { useWhen } from '../../../words/when.ts';
import { useShortAnswer } from '../use-answer.ts';
import { type AboutAlert, aboutAlerts } from './about-alerts.ts';
import { numberWords } from './number-words.ts';
import { WhyOfNumber } from './why-of-number.tsx';

interface Props {
  /** In E.164, or as it is dialled within the country: the gateway reads both. */
  readonly number: string;
  readonly messages: readonly Message[];
  /** These are all messages to the number. */
  readonly hasAll: boolean;
  /** The list of the messages. */
  readonly children: ReactNode;
}

/** "Was this person warned?" for each of the last alerts, and what may explain it. */
export const OneNumber = ({ number, messages, hasAll, children }: Props): ReactNode => {
  const say = useWords(numberWords);
  const may = useMay();
  const { phone } = useFormats();
  return (
    <Stack>
      {may('readAlerts') && (
        <section className="card" aria-labelledby="was-warned">
          <Title order={2} id="was-warned" mb="sm">
            {say('question', { who: phone(number) })}
          </Title>
          <Alerts messages={messages} hasAll={hasAll} />
        </section>
      )}
      {may('send') && (
        <Text>
          <Link href={`/messages/new?to=${encodeURIComponent(number)}`}>{say('write')}</Link>
        </Text>
      )}
      {may('readPeople') && <WhyOfNumber number={number} />}
      <section aria-labelledby="messages-of">
        <Title order={2} size="h3" id="messages-of" mb="xs">
          {say('messagesTitle')}
        </Title>
        {messages.length === 0 ? <Text c="dimmed">{say('noMessages')}</Text> : children}
      </section>
      {may('watch') && <Inbox number={number} />}
    </Stack>
  );
};

const Alerts = ({ messages, hasAll }: Pick<Props, 'messages' | 'hasAll'>): ReactNode => {
  const say = useWords(numberWords);
  const alerts = useQuery(alertsQuery());
  return (
    <Loaded of={alerts}>
      {({ items }) => {
        const about = aboutAlerts(items, messages, hasAll, gatewayNow());
        return about.length === 0 ? (
          <Text c="dimmed">{say('noAlert')}</Text>
        ) : (
          <ul className="about-alerts">
            {about.map((one) => (
              <OneAlert key={one.alert.id} {...one} />
            ))}
          </ul>
        );
      }}
    </Loaded>
  );
};

const OneAlert = ({ alert, launchedAt, kind, message }: AboutAlert): ReactNode => {
  const say = useWords(numberWords);
  const when = useWhen();
  const shortAnswer = useShortAnswer();
  const short = message === undefined ? undefined : shortAnswer(message);
  const said =
    kind === 'notKnown' ? say('notKnownAll') : kind === 'message' ? (short?.said ?? '') : say(kind);
  return (
    <li>
      <Text size="lg" fw={600} component="div">
        <Light tone={short?.answer.tone ?? (kind === 'noneStored' ? 'bad' : 'off')}>
          <Said>{said}</Said>
        </Light>
      </Text>
      <Text component="div" c="dimmed">
        <Link href={`/alerts/${alert.id}`}>
          <Said>{say('ofAlert', { title: alert.title, when: when(launchedAt) })}</Said>
        </Link>
        {message !== undefined && (
          <>
            {' · '}
            <Link href={`/messages/${message.id}`}>{say('openMessage')}</Link>
          </>
        )}
      </Text>
    </li>
  );
};

const Inbox = ({ number }: { readonly number: string }): ReactNode => {
  const say = useWords(numberWords);
  const { moment } = useFormats();
  const inbox = useQuery(inboxOfNumber(number));
  return (
    <section aria-labelledby="inbox-of">
      <Title order={2} size="h3" id="inbox-of" mb="xs">
        {say('inboxTitle')}
      </Title>
      {inbox.isError ? (
        <Text component="div">
          <Link href="/inbox">{say('inboxElsewhere')}</Link>
        </Text>
      ) : (
        <Loaded of={inbox}>
          {({ items }) =>
            items.length === 0 ? (
              <Text c="dimmed">{say('noInbox')}</Text>
            ) : (
              <ul className="card wrote">
                {items.map((one) => (
                  <li key={one.id}>
                    <span className="figures wrote-at">{moment(one.at)}</span> <Said>{one.text}</Said>
                  </li>
                ))}
              </ul>
            )
          }
        </Loaded>
      )}
    </section>
  );
};
