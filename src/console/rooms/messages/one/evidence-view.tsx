import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Entry } from '../../../api/messages.ts';
import { Facts } from '../../../parts/facts.tsx';
import { Said } from '../../../parts/said.tsx';
import { useFormats } from '../../../words/format.ts';
import { useLanguage, useWords } from '../../../words/i18n.ts';
import { answerWords } from '../answer-words.ts';
import { reasonIn } from '../reasons.ts';
import { factsIn, piecesOf } from './evidence.ts';

/** What was received, piece by piece: what it means, and under it the text exactly as it came. */
export const EvidenceView = ({ entries }: { readonly entries: readonly Entry[] }): ReactNode => {
  const say = useWords(answerWords);
  const told = piecesOf(entries);
  if (told.length === 0) return <Text c="dimmed">{say('evidenceNone')}</Text>;
  return (
    <ul className="evidence-list">
      {told.map((entry) => (
        <li key={`${entry.at} ${entry.part} ${entry.from} ${entry.to} ${entry.reason}`}>
          <OnePiece entry={entry} />
        </li>
      ))}
    </ul>
  );
};

const OnePiece = ({ entry }: { readonly entry: Entry }): ReactNode => {
  const say = useWords(answerWords);
  const language = useLanguage();
  const { moment } = useFormats();
  const { at, part, route, reason } = entry;
  const evidence = entry.evidence ?? '';
  const head = [moment(at), route, part === null ? undefined : `${say('part')} ${part}`];
  return (
    <>
      <Text component="div" fw={600} className="figures">
        {head.filter((one) => one !== null && one !== undefined).join(' · ')}
        {reason !== null && (
          <>
            {' · '}
            <Said>{reasonIn(language, reason)}</Said>
          </>
        )}
      </Text>
      <Facts
        facts={factsIn(evidence).map(({ term, value, meaning }) => ({
          term: say(term),
          value: (
            <>
              <Said>{value}</Said>
              {meaning !== undefined && ` – ${say(meaning)}`}
            </>
          ),
        }))}
      />
      <Text c="dimmed">{say('asReceived')}</Text>
      <pre className="evidence">
        <Said>{evidence}</Said>
      </pre>
    </>
  );
};
