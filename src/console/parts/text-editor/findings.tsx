import { Stack, Text, Title } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { inWords } from '../../../domain/text/french/in-words.ts';
import { type Content, type Finding, lintQuery } from '../../api/alerts/drafts.ts';
import { useLanguage, useWords } from '../../words/i18n.ts';
import { Light } from '../light.tsx';
import { usePaused } from '../use-paused.ts';
import { useLanguageName } from './language-name.ts';
import { textWords } from './words.ts';

const PAUSE_MS = 400;

interface Props {
  readonly content: Content;
  readonly values: Readonly<Record<string, string>>;
}

/** A finding as a sentence about a text: "French: has no short variant …". */
export const useFindingWords = (): ((finding: Pick<Finding, 'variant' | 'message'>) => string) => {
  const own = useLanguage();
  const nameOf = useLanguageName();
  return ({ variant, message }) => {
    const said = inWords(message, own, 'UTC');
    const sentence = said.charAt(0).toLocaleUpperCase(own) + said.slice(1);
    if (variant === null) return sentence;
    const [language = '', short] = variant.split('/');
    const name = nameOf(language);
    return `${name.charAt(0).toLocaleUpperCase(own)}${name.slice(1)}${short === undefined ? '' : ' (SMS)'}${
      own === 'fr' ? ' : ' : ': '
    }${said}`;
  };
};

/** What the linter says of a text while it is written: first what stops it, then what would make it better. */
export const Findings = ({ content, values }: Props): ReactNode => {
  const say = useWords(textWords);
  const words = useFindingWords();
  const paused = usePaused({ content, values }, PAUSE_MS);
  const found = useQuery({ ...lintQuery(paused.content, paused.values), placeholderData: keepPreviousData });
  if (found.isError) return <Text c="var(--quiet)">{say('lintUnknown')}</Text>;
  const findings = found.data?.findings ?? [];
  if (found.data === undefined) return null;
  return (
    <Stack gap={6} component="section" aria-label={say('findings')}>
      {findings.length === 0 ? (
        <Light tone="good">{say('noFindings')}</Light>
      ) : (
        <>
          <Title order={3} fz="md">
            {say('findings')}
          </Title>
          <ul className="findings">
            {findings.map((finding) => (
              <li key={`${finding.code} ${finding.variant ?? ''} ${finding.message}`}>
                <Light tone={finding.level === 'error' ? 'bad' : 'warn'}>
                  <b>{say(finding.level)}</b> · {words(finding)}
                </Light>
              </li>
            ))}
          </ul>
        </>
      )}
    </Stack>
  );
};
