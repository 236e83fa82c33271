import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { cancelMessage, type MessageWithTimeline, messageQuery } from '../../../api/messages.ts';
import { ActButton } from '../../../parts/acts/act-button.tsx';
import { Light } from '../../../parts/light.tsx';
import { Loaded } from '../../../parts/loaded.tsx';
import { Page } from '../../../parts/page.tsx';
import { PhonePreview } from '../../../parts/phone-preview.tsx';
import { Said } from '../../../parts/said.tsx';
import { useMay } from '../../../session/session-context.tsx';
import { useFormats } from '../../../words/format.ts';
import { useLanguage, useWords } from '../../../words/i18n.ts';
import { gatewayNow, placeZone } from '../../../words/place.ts';
import { answerOf } from '../answer.ts';
import { answerWords } from '../answer-words.ts';
import { useAnswer } from '../use-answer.ts';
import { messagesWords } from '../words.ts';
import { LifeLine } from './life-line-view.tsx';
import { MessageFacts } from './message-facts.tsx';
import { PartsTable } from './parts-table.tsx';

/** One message: the answer to "was she warned?" in one sentence, and the evidence for it. */
export const MessagePage = ({ id }: { readonly id: string }): ReactNode => {
  const say = useWords(answerWords);
  const sayRoom = useWords(messagesWords);
  const { phone } = useFormats();
  const message = useQuery(messageQuery(id));
  const title =
    message.data === undefined ? sayRoom('title') : say('titleTo', { to: phone(message.data.to) });
  return (
    <Page
      title={title}
      actions={
        message.data !== undefined && (
          <>
            <Button
              variant="default"
              component={Link}
              href={`/messages?q=${encodeURIComponent(message.data.to)}`}
              className="not-printed"
            >
              {say('allOf')}
            </Button>
            <Button
              variant="default"
              leftSection={<IconPrinter aria-hidden size={20} />}
              onClick={() => window.print()}
            >
              {say('print')}
            </Button>
          </>
        )
      }
    >
      <Loaded of={message}>{(one) => <OneMessage message={one} />}</Loaded>
    </Page>
  );
};

/** The day stands on the paper: times of the same day are written without it. */
const printedAt = (language: string): string =>
  new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short', timeZone: placeZone() }).format(
    gatewayNow(),
  );

const OneMessage = ({ message }: { readonly message: MessageWithTimeline }): ReactNode => {
  const say = useWords(answerWords);
  const may = useMay();
  const { phone, number } = useFormats();
  const language = useLanguage();
  const queries = useQueryClient();
  const sayAnswer = useAnswer();
  const answer = answerOf(message, message.timeline);
  const cancel = async (): Promise<void> => {
    try {
      await cancelMessage(message.id);
    } finally {
      await queries.invalidateQueries({ queryKey: ['messages'] });
    }
  };
  return (
    <Stack>
      <p className="only-printed">{say('printed', { at: printedAt(language) })}</p>
      <section className={`card answer answer-${answer.tone}`} aria-live="polite">
        <Text component="div" className="answer-said">
          <Light tone={answer.tone}>
            <Said>{sayAnswer(answer)}</Said>
          </Light>
        </Text>
        {answer.notes.map((note) => (
          <Text key={note} mt="xs">
            {say(note)}
          </Text>
        ))}
        {message.state === 'queued' && may('send') && (
          <Group mt="md">
            <ActButton
              label={say('cancel')}
              title={say('cancelTitle')}
              verb={say('cancelVerb', { to: phone(message.to) })}
              color="danger"
              variant="outline"
              onAct={cancel}
            >
              <Text>{say('cancelWhy')}</Text>
            </ActButton>
          </Group>
        )}
      </section>
      <LifeLine message={message} />
      <div className="message-columns">
        <section className="card" aria-labelledby="about">
          <Title order={2} size="h3" id="about" mb="sm">
            {say('factsTitle')}
          </Title>
          <MessageFacts message={message} />
        </section>
        <section aria-labelledby="text-of">
          <Title order={2} size="h3" id="text-of" mb="sm">
            {say('textTitle')}
          </Title>
          <PhonePreview from={message.from ?? say('senderOfRoute')} text={message.text} />
        </section>
      </div>
      {message.parts > 1 && (
        <section aria-labelledby="parts-of">
          <Title order={2} size="h3" id="parts-of" mb="sm">
            {say('partsTitle', { n: number(message.parts) })}
          </Title>
          <PartsTable message={message} />
        </section>
      )}
    </Stack>
  );
};
