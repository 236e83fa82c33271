import { Button, Group, Select, Stack, Textarea } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import type { Content } from '../../api/alerts/drafts.ts';
import { useLanguage, useWords } from '../../words/i18n.ts';
import { useLanguageName } from './language-name.ts';
import { textWords } from './words.ts';
import './text-editor.css';

/** Languages that are offered, beside those that a content has. */
const OFFERED = ['fr', 'en', 'de', 'es', 'it', 'nl', 'pt', 'ar', 'pl', 'ro', 'tr', 'uk'];

type Variant = Content['variants'][number];

interface Props {
  readonly content: Content;
  readonly onChange: (content: Content) => void;
  /** Without a short text, such as of a cancel. */
  readonly isPlain?: boolean;
  /** Makes the ids of the fields unique on the page. */
  readonly id: string;
  /** Of the field of the default language. */
  readonly error?: string | undefined;
}

/** The texts of a content, one beside the other; on a phone one below the other. */
export const TextEditor = ({ content, onChange, isPlain = false, id, error }: Props): ReactNode => {
  const say = useWords(textWords);
  const own = useLanguage();
  const nameOf = useLanguageName();
  const [shorts, showShort] = useState<readonly string[]>([]);
  const { variants, defaultLanguage } = content;
  const change = (language: string, part: Partial<Variant>): void =>
    onChange({
      ...content,
      variants: variants.map((one) => (one.language === language ? { ...one, ...part } : one)),
    });
  const remove = (language: string): void => {
    const left = variants.filter((one) => one.language !== language);
    onChange({
      ...content,
      variants: left,
      defaultLanguage:
        language === defaultLanguage ? (left[0]?.language ?? defaultLanguage) : defaultLanguage,
    });
  };
  const missing = OFFERED.filter((code) => !variants.some(({ language }) => language === code));
  return (
    <Stack gap="xs">
      <div className="texts">
        {variants.map(({ language, text, short }) => (
          <Stack key={language} gap={6} className="text-in">
            <Textarea
              id={`${id}-${language}`}
              label={say('textIn', { language: nameOf(language) })}
              description={language === defaultLanguage && variants.length > 1 ? say('isDefault') : undefined}
              inputWrapperOrder={['label', 'input', 'description', 'error']}
              autosize
              minRows={isPlain ? 2 : 4}
              maxRows={14}
              maxLength={2000}
              lang={language}
              dir="auto"
              spellCheck
              value={text}
              error={language === defaultLanguage ? error : undefined}
              onChange={(event) => change(language, { text: event.currentTarget.value })}
            />
            {!isPlain && (short !== undefined || shorts.includes(language)) && (
              <Textarea
                id={`${id}-${language}-short`}
                label={say('shortIn', { language: nameOf(language) })}
                description={say('shortHint')}
                autosize
                minRows={2}
                maxLength={160}
                lang={language}
                dir="auto"
                value={short ?? ''}
                onChange={(event) => change(language, { short: event.currentTarget.value })}
              />
            )}
            <Group gap="xs">
              {!isPlain && short === undefined && !shorts.includes(language) && (
                <Button
                  variant="subtle"
                  size="compact-md"
                  leftSection={<IconPlus size={16} aria-hidden />}
                  aria-label={`${say('addShort')} (${nameOf(language)})`}
                  onClick={() => showShort([...shorts, language])}
                >
                  {say('addShort')}
                </Button>
              )}
              {variants.length > 1 && (
                <Button
                  variant="subtle"
                  color="gray"
                  size="compact-md"
                  aria-label={say('removeLanguage', { language: nameOf(language) })}
                  onClick={() => remove(language)}
                >
                  {say('removeText')}
                </Button>
              )}
            </Group>
          </Stack>
        ))}
      </div>
      <Select
        key={variants.length}
        aria-label={say('addLanguage')}
        placeholder={say('addLanguage')}
        className="add-language"
        data={missing
          .map((code) => ({ value: code, label: nameOf(code) }))
          .sort((one, other) => one.label.localeCompare(other.label, own))}
        searchable
        value={null}
        onChange={(code) => {
          if (code !== null) onChange({ ...content, variants: [...variants, { language: code, text: '' }] });
        }}
      />
    </Stack>
  );
};
