import { Button, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { Scenario } from '../../../api/alerts/scenarios.ts';
import type { Content, Finding } from '../../../api/alerts/templates.ts';
import { useSender } from '../../../parts/use-sender.ts';
import { useWords } from '../../../words/i18n.ts';
import { showWords } from '../show/words.ts';
import { exampleText, placeholdersIn } from '../text/example-text.ts';
import { contentWords } from './content-words.ts';
import { FindingList } from './finding-list.tsx';
import { VariantEditor } from './variant-editor.tsx';

const USUAL = ['source', 'hazard', 'place', 'action', 'time', 'until', 'name'];

interface Props {
  readonly content: Content;
  readonly onChange: (content: Content) => void;
  readonly findings: readonly Finding[] | undefined;
  readonly values?: Scenario['values'];
  readonly bounds?: Scenario['bounds'];
  readonly from?: string;
  readonly isExercise?: boolean;
  readonly hasTried: boolean;
  readonly heading: string;
}

/** The texts in all languages side by side, and what the linter says of them. */
export const ContentEditor = (props: Props): ReactNode => {
  const { content, onChange, findings, values = {}, bounds = {}, from, isExercise = false } = props;
  const { hasTried, heading } = props;
  const say = useWords(contentWords);
  const sayShow = useWords(showWords);
  const sender = useSender();
  const [added, setAdded] = useState('');
  const { variants, defaultLanguage } = content;
  const fields = [...new Set([...USUAL, ...placeholdersIn(content)])];
  const around = { content, values, bounds, isExercise };
  const language = added.trim().toLowerCase();
  const isNew = /^[a-z]{2,3}$/.test(language) && !variants.some((one) => one.language === language);
  return (
    <Stack>
      <Title order={2} size="h3">
        {heading}
      </Title>
      <div className="variants">
        {variants.map((variant, at) => (
          <VariantEditor
            key={variant.language}
            variant={variant}
            isDefault={variant.language === defaultLanguage}
            isOnly={variants.length === 1}
            fields={fields}
            from={from ?? sender ?? sayShow('asConfigured')}
            hasTried={hasTried}
            shown={{
              text: exampleText(around, variant, variant.text),
              short: exampleText(around, variant, variant.short ?? ''),
            }}
            onChange={(next) =>
              onChange({ ...content, variants: variants.map((one, i) => (i === at ? next : one)) })
            }
            onMakeDefault={() => onChange({ ...content, defaultLanguage: variant.language })}
            onDrop={() => {
              const left = variants.filter((_, i) => i !== at);
              const isDefault = variant.language === defaultLanguage;
              onChange({
                ...content,
                variants: left,
                ...(isDefault && { defaultLanguage: left[0]?.language ?? defaultLanguage }),
              });
            }}
          />
        ))}
      </div>
      <Group align="end">
        <TextInput
          label={say('addLanguage')}
          description={say('languageHint')}
          value={added}
          maxLength={3}
          w="12rem"
          onChange={({ currentTarget }) => setAdded(currentTarget.value)}
        />
        <Button
          variant="default"
          disabled={!isNew}
          onClick={() => {
            onChange({ ...content, variants: [...variants, { language, text: '' }] });
            setAdded('');
          }}
        >
          {say('addIn')}
        </Button>
      </Group>
      <section className="card" aria-label={say('findings')} aria-live="polite">
        <Text fw={650} mb="xs">
          {say('findings')}
        </Text>
        {findings === undefined ? (
          <Text c="var(--quiet)">{say('linting')}</Text>
        ) : (
          <FindingList findings={findings} />
        )}
      </section>
    </Stack>
  );
};
