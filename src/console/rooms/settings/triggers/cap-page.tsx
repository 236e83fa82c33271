import { Stack, Text, Title } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { applyCap, capMessageQuery, type WholeCapMessage } from '../../../api/operation/triggers.ts';
import { ActButton } from '../../../parts/acts/act-button.tsx';
import { Facts } from '../../../parts/facts.tsx';
import { Loaded } from '../../../parts/loaded.tsx';
import { Said } from '../../../parts/said.tsx';
import { useMay } from '../../../session/session-context.tsx';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { SettingsFrame } from '../settings-frame.tsx';
import { triggersWords } from './words.ts';

/** One CAP message: what was made of it, what was cut, and the document. */
export const CapPage = ({ id }: { readonly id: number }): ReactNode => {
  const say = useWords(triggersWords);
  const message = useQuery(capMessageQuery(id));
  return (
    <SettingsFrame title={say('capTitleOne', { id })}>
      <Loaded of={message}>{(one) => <OneMessage message={one} />}</Loaded>
    </SettingsFrame>
  );
};

const OneMessage = ({ message }: { readonly message: WholeCapMessage }): ReactNode => {
  const say = useWords(triggersWords);
  const may = useMay();
  const { moment, number } = useFormats();
  const queries = useQueryClient();
  const { id, sender, identifier, sent, receivedAt, source, msgType, status, stage, outcome } = message;
  const waiting = outcome?.corrections.filter(({ done }) => !done).length ?? 0;
  return (
    <Stack className="narrow">
      <section className="card">
        <Facts
          facts={[
            { term: say('colFrom'), value: <Said>{sender}</Said> },
            { term: say('identifier'), value: <Said>{identifier}</Said> },
            { term: say('colWhat'), value: [msgType, status].filter((one) => one !== null).join(' · ') },
            { term: say('sent'), value: <Said>{sent}</Said> },
            { term: say('colReceived'), value: moment(receivedAt) },
            { term: say('source'), value: <Said>{source}</Said> },
            { term: say('colState'), value: say(`stage_${stage}`) },
            { term: say('reason'), value: outcome?.reason && <Said>{outcome.reason}</Said> },
          ]}
        />
        {stage === 'waiting' && may('launch') && (
          <ActButton
            mt="sm"
            label={say('apply')}
            title={say('applyTitle')}
            verb={say('applyVerb', { n: number(waiting) })}
            onAct={() => applyCap(id).finally(() => queries.invalidateQueries({ queryKey: ['triggers'] }))}
          >
            <Text>{say('applyWhy')}</Text>
          </ActButton>
        )}
      </section>
      <section className="card" aria-labelledby="made">
        <Title order={2} size="h3" id="made" mb="xs">
          {say('madeTitle')}
        </Title>
        <Made message={message} />
      </section>
      <section aria-labelledby="document">
        <Title order={2} size="h3" id="document" mb="xs">
          {say('documentTitle')}
        </Title>
        <pre className="command">
          <Said>{message.document}</Said>
        </pre>
      </section>
    </Stack>
  );
};

const Made = ({ message: { outcome } }: { readonly message: WholeCapMessage }): ReactNode => {
  const say = useWords(triggersWords);
  if (outcome === null) return <Text c="dimmed">{say('notKnown')}</Text>;
  const { made, corrections } = outcome;
  if (made.length + corrections.length === 0) return <Text c="dimmed">{say('madeNone')}</Text>;
  return (
    <ul className="setting-rows">
      {made.map(({ alert, state, holds, cuts }) => (
        <li key={`made ${alert}`}>
          <Link href={`/alerts/${alert}`}>{say('alert', { id: alert, state })}</Link>
          {holds.map((hold) => (
            <Text key={hold} component="div">
              <Said>{hold}</Said>
            </Text>
          ))}
          {Object.values(cuts).some((some) => some.length > 0) && (
            <Text component="div">
              {`${say('cuts')}\u00a0:`}{' '}
              <Said>
                {Object.entries(cuts)
                  .flatMap(([language, some]) => some.map(({ field, why }) => `${language} ${field}: ${why}`))
                  .join(' · ')}
              </Said>
            </Text>
          )}
        </li>
      ))}
      {corrections.map(({ alert, what, done, reason }) => (
        <li key={`corrected ${alert} ${what}`}>
          <Said>
            {say('corrected', {
              id: alert,
              what,
              done: done ? say('correctedDone') : say('correctedNot', { reason: reason ?? say('notKnown') }),
            })}
          </Said>
        </li>
      ))}
    </ul>
  );
};
