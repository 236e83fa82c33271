import { Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { type ReactNode, useRef } from 'react';
import type { Variant } from '../../../api/alerts/templates.ts';
import { PhonePreview } from '../../../parts/phone-preview.tsx';
import { useLanguage, useWords } from '../../../words/i18n.ts';
import { languageName } from '../text/language-name.ts';
import { contentWords } from './content-words.ts';

interface Props {
  readonly variant: Variant;
  readonly isDefault: boolean;
  readonly isOnly: boolean;
  /** The names that can be put in by a button. */
  readonly fields: readonly string[];
  readonly from: string;
  /** The texts with example values; undefined: a brace is open. */
  readonly shown: { readonly text: string | undefined; readonly short: string | undefined };
  readonly hasTried: boolean;
  readonly onChange: (variant: Variant) => void;
  readonly onMakeDefault: () => void;
  readonly onDrop: () => void;
}

/** The texts of one language: written at the top, as a phone shows them below. */
export const VariantEditor = (props: Props): ReactNode => {
  const { variant, isDefault, isOnly, fields, from, shown, hasTried, onChange, onMakeDefault, onDrop } =
    props;
  const say = useWords(contentWords);
  const field = useRef<HTMLTextAreaElement>(null);
  const { language, text, short = '' } = variant;
  const named = languageName(language, useLanguage());
  const insert = (name: string): void => {
    const at = field.current?.selectionStart ?? text.length;
    const to = field.current?.selectionEnd ?? at;
    onChange({ ...variant, text: `${text.slice(0, at)}{${name}}${text.slice(to)}` });
    field.current?.focus();
  };
  return (
    <section className="card variant" aria-label={named}>
      <Group justify="space-between">
        <Text fw={650} size="lg">
          {named}{' '}
          {isDefault && (
            <Text span c="var(--quiet)">
              · {say('isDefault')}
            </Text>
          )}
        </Text>
        {!isOnly && (
          <Group gap="xs">
            {!isDefault && (
              <Button variant="subtle" size="compact-md" onClick={onMakeDefault}>
                {say('makeDefault')}
              </Button>
            )}
            <Button variant="subtle" size="compact-md" onClick={onDrop}>
              {say('dropLanguage', { language: named })}
            </Button>
          </Group>
        )}
      </Group>
      <div className="variant-columns">
        <Stack gap="sm">
          <Textarea
            ref={field}
            label={say('textIn', { language: named })}
            value={text}
            autosize
            minRows={4}
            lang={language}
            error={hasTried && text === '' && say('textMissing')}
            onChange={({ currentTarget }) => onChange({ ...variant, text: currentTarget.value })}
          />
          <fieldset className="plain-set">
            <legend className="seen-by-readers-only">{say('fieldsOf')}</legend>
            <Group gap={6}>
              {fields.map((name) => (
                <Button
                  key={name}
                  variant="default"
                  size="compact-sm"
                  aria-label={say('insert', { field: `{${name}}` })}
                  onClick={() => insert(name)}
                >
                  {`{${name}}`}
                </Button>
              ))}
            </Group>
          </fieldset>
          <Textarea
            label={say('shortIn', { language: named })}
            description={say('shortHint')}
            value={short}
            autosize
            minRows={2}
            lang={language}
            onChange={({ currentTarget }) => onChange({ ...variant, short: currentTarget.value })}
          />
        </Stack>
        <Stack gap="xs">
          <Text c="var(--quiet)">{say('preview')}</Text>
          {shown.text === undefined ? (
            <Text>{say('noPreview')}</Text>
          ) : (
            <PhonePreview from={from} text={shown.text} />
          )}
          {shown.short !== undefined && short !== '' && (
            <>
              <Text c="var(--quiet)">{say('previewShort')}</Text>
              <PhonePreview from={from} text={shown.short} />
            </>
          )}
        </Stack>
      </div>
    </section>
  );
};
