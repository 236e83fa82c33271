import { Textarea } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Said } from '../../../api/alerts/alert-acts.ts';
import type { Alert } from '../../../api/alerts/alerts.ts';
import { useWords } from '../../../words/i18n.ts';
import { useLanguageName } from '../language-name.ts';
import { actWords } from '../words/act-words.ts';

export type Texts = Readonly<Record<string, string>>;

/** What the texts say; undefined: that of the default language is missing. */
export const saidOf = (
  { content: { defaultLanguage, variants } }: Pick<Alert, 'content'>,
  texts: Texts,
): Said | undefined => {
  const written = variants.flatMap(({ language }) => {
    const text = texts[language]?.trim() ?? '';
    return text === '' ? [] : [{ language, text }];
  });
  return written.some(({ language }) => language === defaultLanguage)
    ? { content: { defaultLanguage, variants: written } }
    : undefined;
};

interface Props {
  readonly alert: Pick<Alert, 'content'>;
  readonly texts: Texts;
  readonly onChange: (texts: Texts) => void;
}

/** A text for each language that the alert has; only that of the default language is needed. */
export const TextFields = ({ alert, texts, onChange }: Props): ReactNode => {
  const say = useWords(actWords);
  const languageName = useLanguageName();
  const { defaultLanguage, variants } = alert.content;
  return variants
    .map(({ language }) => language)
    .toSorted((one, other) => Number(other === defaultLanguage) - Number(one === defaultLanguage))
    .map((language) => (
      <Textarea
        key={language}
        label={say('textIn', { language: languageName(language) })}
        description={
          language === defaultLanguage
            ? undefined
            : say('textOptional', { language: languageName(defaultLanguage) })
        }
        required={language === defaultLanguage}
        autosize
        minRows={2}
        maxRows={10}
        maxLength={2000}
        value={texts[language] ?? ''}
        onChange={(event) => onChange({ ...texts, [language]: event.currentTarget.value })}
      />
    ));
};
