import { Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Finding } from '../../../api/alerts/templates.ts';
import { Light } from '../../../parts/light.tsx';
import { useLanguage, useWords } from '../../../words/i18n.ts';
import { sayFinding } from '../text/finding-words.ts';
import { languageName } from '../text/language-name.ts';
import { contentWords } from './content-words.ts';

/** What the linter says, what must be mended first. */
export const FindingList = ({ findings }: { readonly findings: readonly Finding[] }): ReactNode => {
  const say = useWords(contentWords);
  const language = useLanguage();
  if (findings.length === 0)
    return (
      <Text>
        <Light tone="good">{say('noFindings')}</Light>
      </Text>
    );
  return (
    <Stack component="ul" gap={6} className="lint-findings">
      {findings.map(({ level, code, variant, message }) => {
        const [of = '', short] = (variant ?? '').split('/');
        const where =
          of === ''
            ? ''
            : `${say(short === undefined ? 'inText' : 'inShort', { language: languageName(of, language) })} · `;
        return (
          <li key={`${code} ${variant} ${message}`}>
            <Light tone={level === 'error' ? 'bad' : 'warn'}>
              <b>
                {where}
                {say(level)}
              </b>{' '}
              – {sayFinding({ code, message }, language)}
            </Light>
          </li>
        );
      })}
    </Stack>
  );
};
