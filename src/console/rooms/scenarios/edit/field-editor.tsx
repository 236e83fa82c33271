import { NumberInput, Select, Stack, Text, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { isPersonal } from '../../../../domain/templates/pieces.ts';
import type { Bound } from '../../../api/alerts/scenarios.ts';
import type { Content } from '../../../api/alerts/templates.ts';
import { Said } from '../../../parts/said.tsx';
import { useLanguage, useWords } from '../../../words/i18n.ts';
import { languageName } from '../text/language-name.ts';
import { BoundEditor } from './bound-editor.tsx';
import { contentWords } from './content-words.ts';

/** What a scenario says of the values of its fields; a template says nothing of them. */
interface Filling {
  readonly values: Readonly<Record<string, string>>;
  readonly bounds: Readonly<Record<string, Bound>>;
}

interface Props {
  readonly name: string;
  readonly content: Content;
  readonly onContent: (content: Content) => void;
  readonly filling?: Filling;
  readonly onFilling?: ((filling: Filling) => void) | undefined;
}

const without = <Value,>(all: Readonly<Record<string, Value>>, name: string): Record<string, Value> =>
  Object.fromEntries(Object.entries(all).filter(([key]) => key !== name && !key.startsWith(`${name}.`)));

type How = 'launch' | 'oneOf' | 'pattern' | 'fixed';
const HOWS: readonly How[] = ['launch', 'oneOf', 'pattern', 'fixed'];

const howOf = ({ values, bounds }: Filling, name: string): How => {
  if (Object.keys(values).some((key) => key === name || key.startsWith(`${name}.`))) return 'fixed';
  const bound = bounds[name];
  if (bound === undefined) return 'launch';
  return 'oneOf' in bound ? 'oneOf' : 'pattern';
};

/** One field of the texts: where its value comes from, what it may be, and what stands there without one. */
export const FieldEditor = ({ name, content, onContent, filling, onFilling }: Props): ReactNode => {
  const say = useWords(contentWords);
  const isOwn = isPersonal(name);
  const how = filling === undefined ? undefined : howOf(filling, name);
  const choose = (next: string | null): void => {
    if (filling === undefined) return;
    const values = without(filling.values, name);
    const bounds = without(filling.bounds, name);
    if (next === 'fixed') values[name] = '';
    if (next === 'oneOf') bounds[name] = { oneOf: [] };
    if (next === 'pattern') bounds[name] = { pattern: '', maxLength: 20 };
    onFilling?.({ values, bounds });
  };
  const bound = filling?.bounds[name];
  return (
    <section className="card field" aria-label={`{${name}}`}>
      <Stack gap="sm">
        <Text fw={650}>
          <Said>{`{${name}}`}</Said>{' '}
          <Text span c="var(--quiet)">
            · {say(isOwn ? 'personal' : how === 'fixed' ? 'fixed' : 'operators')}
          </Text>
        </Text>
        {!isOwn && filling !== undefined && (
          <Select
            label={say('field_how', { field: `{${name}}` })}
            data={HOWS.map((value) => ({ value, label: say(`how_${value}`) }))}
            value={how ?? 'launch'}
            allowDeselect={false}
            onChange={choose}
          />
        )}
        {how === 'launch' && !isOwn && <Text c="var(--quiet)">{say('plainHint')}</Text>}
        {how === 'fixed' && filling !== undefined && (
          <FixedValues name={name} content={content} filling={filling} onFilling={onFilling} />
        )}
        {bound !== undefined && filling !== undefined && (
          <BoundEditor
            bound={bound}
            onChange={(next) => onFilling?.({ ...filling, bounds: { ...filling.bounds, [name]: next } })}
          />
        )}
        {how !== 'fixed' && (
          <Fallbacks name={name} content={content} onContent={onContent} isNeeded={isOwn} />
        )}
      </Stack>
    </section>
  );
};

type FixedProps = Pick<Props, 'name' | 'content' | 'onFilling'> & { readonly filling: Filling };

const FixedValues = ({ name, content, filling, onFilling }: FixedProps): ReactNode => {
  const say = useWords(contentWords);
  const spoken = useLanguage();
  const { defaultLanguage, variants } = content;
  const others = variants.map(({ language }) => language).filter((one) => one !== defaultLanguage);
  const set = (key: string, value: string): void => {
    const values = { ...filling.values, [key]: value };
    if (value === '' && key !== name) delete values[key];
    onFilling?.({ ...filling, values });
  };
  return (
    <div className="form-grid">
      <TextInput
        label={
          others.length === 0
            ? say('fixedValue')
            : say('fixedIn', { language: languageName(defaultLanguage, spoken) })
        }
        value={filling.values[name] ?? ''}
        onChange={({ currentTarget }) => set(name, currentTarget.value)}
      />
      {others.map((language) => (
        <TextInput
          key={language}
          label={say('fixedIn', { language: languageName(language, spoken) })}
          value={filling.values[`${name}.${language}`] ?? ''}
          onChange={({ currentTarget }) => set(`${name}.${language}`, currentTarget.value)}
        />
      ))}
    </div>
  );
};

type FallbackProps = Pick<Props, 'name' | 'content' | 'onContent'> & { readonly isNeeded: boolean };

const Fallbacks = ({ name, content, onContent, isNeeded }: FallbackProps): ReactNode => {
  const say = useWords(contentWords);
  const spoken = useLanguage();
  const { defaultLanguage, variants, placeholders } = content;
  const declared = Object.hasOwn(placeholders, name) ? placeholders[name] : undefined;
  const put = (change: {
    fallback?: string;
    fallbacks?: Record<string, string>;
    maxLength?: number;
  }): void => {
    const next = { ...declared, ...change };
    if (next.fallback === '') delete next.fallback;
    if (next.fallbacks !== undefined)
      next.fallbacks = Object.fromEntries(Object.entries(next.fallbacks).filter(([, text]) => text !== ''));
    onContent({ ...content, placeholders: { ...placeholders, [name]: next } });
  };
  return (
    <div className="form-grid">
      {variants.map(({ language }) => {
        const isDefault = language === defaultLanguage;
        const value = (isDefault ? declared?.fallback : declared?.fallbacks?.[language]) ?? '';
        return (
          <TextInput
            key={language}
            label={
              variants.length === 1
                ? say('fallback')
                : say('fallbackIn', { language: languageName(language, spoken) })
            }
            value={value}
            error={isNeeded && isDefault && value === '' && say('fallbackNeeded')}
            onChange={({ currentTarget }) => {
              const text = currentTarget.value;
              put(
                isDefault ? { fallback: text } : { fallbacks: { ...declared?.fallbacks, [language]: text } },
              );
            }}
          />
        );
      })}
      <NumberInput
        label={say('maxLength')}
        value={declared?.maxLength ?? 30}
        min={1}
        max={100}
        allowDecimal={false}
        onChange={(value) => typeof value === 'number' && put({ maxLength: value })}
      />
    </div>
  );
};
