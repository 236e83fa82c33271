import { Text, Title, UnstyledButton } from '@mantine/core';
import {
  IconAlertTriangle,
  IconCheck,
  IconCircleDashed,
  IconClock,
  IconX,
  type TablerIcon,
} from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import type { MessageWithTimeline } from '../../../api/messages.ts';
import type { Tone } from '../../../parts/light.tsx';
import { Said } from '../../../parts/said.tsx';
import { useFormats } from '../../../words/format.ts';
import { useLanguage, useWords } from '../../../words/i18n.ts';
import { answerWords } from '../answer-words.ts';
import { EvidenceView } from './evidence-view.tsx';
import './life-line.css';
import { reasonIn } from '../reasons.ts';
import { lifeLine, type Step } from './life-line.ts';

const ICONS: Readonly<Record<Tone, TablerIcon>> = {
  good: IconCheck,
  warn: IconAlertTriangle,
  bad: IconX,
  off: IconCircleDashed,
  waiting: IconClock,
};

/** The way of a message from left to right (on a phone from top to bottom); each step opens its evidence. */
export const LifeLine = ({ message }: { readonly message: MessageWithTimeline }): ReactNode => {
  const say = useWords(answerWords);
  const language = useLanguage();
  const { moment, number } = useFormats();
  const [opened, setOpened] = useState<number>();
  const steps = lifeLine(message, message.timeline);
  const name = ({ key, route }: Step): string => say(key, { route: route ?? say('aRoute') });
  return (
    <section className="card" aria-labelledby="way-of">
      <Title order={2} size="h3" id="way-of">
        {say('way')}
      </Title>
      <Text c="dimmed" className="not-printed">
        {say('wayHint')}
      </Text>
      <ol className="life-line">
        {steps.map((step, index) => {
          const Icon = ICONS[step.tone];
          const isOpen = opened === index;
          return (
            // The steps of a message are only ever added to.
            // biome-ignore lint/suspicious/noArrayIndexKey: a step has no other name than its place in the line
            <li key={index} className={`life-step step-${step.tone}`}>
              <UnstyledButton
                className="step-button"
                aria-expanded={isOpen}
                aria-controls={`evidence-${index}`}
                disabled={step.entries.length === 0}
                onClick={() => setOpened(isOpen ? undefined : index)}
              >
                <span className="step-mark">
                  <Icon aria-hidden size={20} />
                </span>
                <span className="step-name">{name(step)}</span>
                {step.at !== undefined && <span className="step-at figures">{moment(step.at)}</span>}
                {step.times > 1 && <span>{say('times', { n: number(step.times) })}</span>}
                {step.reason !== undefined && (
                  <span className="step-reason">
                    <Said>{reasonIn(language, step.reason)}</Said>
                  </span>
                )}
              </UnstyledButton>
            </li>
          );
        })}
      </ol>
      {steps.map(
        (step, index) =>
          step.entries.length > 0 && (
            <section
              // biome-ignore lint/suspicious/noArrayIndexKey: a step has no other name than its place in the line
              key={index}
              id={`evidence-${index}`}
              className="step-evidence"
              data-open={opened === index || undefined}
              aria-label={say('evidenceOf', { step: name(step) })}
            >
              <Title order={3} size="h4">
                {say('evidenceOf', { step: name(step) })}
              </Title>
              <EvidenceView entries={step.entries} />
            </section>
          ),
      )}
    </section>
  );
};
