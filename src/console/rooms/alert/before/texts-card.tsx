import { List, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { AlertOverview, AlertPreview } from '../../../api/alerts/alerts.ts';
import { countQuery } from '../../../api/people/audiences.ts';
import { Speakers } from '../../../parts/audience-picker/speakers.tsx';
import { Light } from '../../../parts/light.tsx';
import { Loaded } from '../../../parts/loaded.tsx';
import { PhonePreview } from '../../../parts/phone-preview.tsx';
import { Said } from '../../../parts/said.tsx';
import { useFindingWords } from '../../../parts/text-editor/findings.tsx';
import { useMay } from '../../../session/session-context.tsx';
import { commonWords } from '../../../words/common.ts';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { gatewayNow } from '../../../words/place.ts';
import { secondsOf } from '../duration.ts';
import { useLanguageName } from '../language-name.ts';
import { alertWords } from '../words/alert-words.ts';
import { beforeWords } from '../words/before-words.ts';
import { talkWords } from '../words/talk-words.ts';
import { sideTextsOf } from './side-texts.ts';

interface Props {
  readonly overview: AlertOverview;
  readonly preview: AlertPreview;
}

/** The texts as phones would show them, the question, and what the check found. */
export const TextsCard = ({ overview, preview }: Props): ReactNode => {
  const say = useWords(beforeWords);
  const sayTalk = useWords(talkWords);
  const sayCommon = useWords(commonWords);
  const findingSays = useFindingWords();
  const sayAlert = useWords(alertWords);
  const languageName = useLanguageName();
  const { number, duration } = useFormats();
  const { question, audience, overrideOptOut } = overview;
  const may = useMay();
  const asked = countQuery(audience, overrideOptOut);
  // Never the figures of an alert that was open before this one.
  const counted = useQuery({ ...asked, enabled: may('readPeople'), placeholderData: () => undefined });
  const meaningSays = (meaning: string): string =>
    meaning === 'safe' || meaning === 'help' ? sayTalk(meaning) : meaning;
  const later = sideTextsOf(overview, gatewayNow());
  const openS = question === null ? undefined : secondsOf(question.openFor);
  return (
    <section className="card" aria-labelledby="alert-texts">
      <h2 id="alert-texts">{say('texts')}</h2>
      <div className="alert-phones">
        {preview.variants.map(({ language, people, typical, mostParts, short }) => (
          <div key={language} className="alert-pair">
            <div>
              <h3>
                {say('textPeople', { language: languageName(language), count: people, n: number(people) })}
              </h3>
              <PhonePreview from={overview.from ?? sayAlert('sender')} text={typical.text} />
              {mostParts > typical.parts && (
                <Text>
                  {say('worst', { parts: sayCommon('parts', { count: mostParts, n: number(mostParts) }) })}
                </Text>
              )}
            </div>
            {short !== null && (
              <div>
                <h3 className="alert-short-head">{say('shortText')}</h3>
                <PhonePreview from={overview.from ?? sayAlert('sender')} text={short.text} />
              </div>
            )}
          </div>
        ))}
      </div>
      {may('readPeople') && (
        <Loaded of={counted}>
          {(count) => (
            <Stack gap={4} mt="sm">
              <Speakers
                count={count}
                texts={{
                  languages: preview.variants.map(({ language }) => language),
                  defaultLanguage: overview.content.defaultLanguage,
                }}
              />
            </Stack>
          )}
        </Loaded>
      )}
      {question !== null && (
        <>
          <h3>{say('question')}</h3>
          <List>
            {question.answers.map(({ word, meaning }) => (
              <List.Item key={word}>
                <Said>{`${word} = ${meaningSays(meaning)}`}</Said>
              </List.Item>
            ))}
          </List>
          {openS !== undefined && <Text>{say('questionFor', { duration: duration(openS) })}</Text>}
          {question.resend !== null && (
            <Text>
              {say('questionAgain', {
                after: duration(secondsOf(question.resend.after) ?? 0),
                count: question.resend.times,
                n: number(question.resend.times),
              })}
            </Text>
          )}
        </>
      )}
      {later.length > 0 && (
        <>
          <h3>{say('later')}</h3>
          <Text>{say('laterHint')}</Text>
          <div className="alert-phones">
            {later.map(({ of, language, text }) => (
              <div key={`${of} ${language}`}>
                <Text fw={600}>
                  {say(`later_${of}`)} · {languageName(language)}
                </Text>
                <PhonePreview from={overview.from ?? sayAlert('sender')} text={text} />
              </div>
            ))}
          </div>
        </>
      )}
      {preview.findings.length > 0 && (
        <>
          <h3>{say('findings')}</h3>
          <ul className="alert-lines">
            {preview.findings.map(({ level, code, variant, message }) => (
              <li key={`${code} ${variant} ${message}`}>
                <Light tone={level === 'error' ? 'bad' : 'warn'}>{findingSays({ variant, message })}</Light>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
};
