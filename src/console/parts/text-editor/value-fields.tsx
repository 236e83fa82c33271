import { type InputWrapperProps, Select, Stack, TextInput, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { type Bound, outsideOf } from '../../../domain/templates/bounds.ts';
import { inWords } from '../../../domain/text/french/in-words.ts';
import type { Content } from '../../api/alerts/drafts.ts';
import { type Say, useLanguage, useWords } from '../../words/i18n.ts';
import { Said } from '../said.tsx';
import { wordsAround } from './around.ts';
import { textWords } from './words.ts';

type Words = Parameters<ReturnType<typeof useWords<typeof textWords.en>>>[0];

/** What a value may be: a bound of the scenario, `plain` where the policy asks for a second person, or anything. */
type ValueRule = Bound | { readonly plain: true; readonly maxLength: number } | undefined;

type Order = NonNullable<InputWrapperProps['inputWrapperOrder']>;

/** Placeholders that every content may have, whose names are ours; all others have the name that somebody gave. */
const USUAL = ['source', 'hazard', 'place', 'action', 'time', 'phone', 'link'] as const;

/** Why a value is outside of what was approved, in words; undefined: it isn't. */
const whyOutside = (
  say: Say<Words>,
  rule: ValueRule,
  name: string,
  value: string,
  language: 'fr' | 'en',
): string | undefined => {
  if (rule === undefined || value === '') return undefined;
  const isPlain = 'plain' in rule;
  const [outside] = outsideOf(isPlain ? {} : { [name]: rule }, { [name]: value }, { otherwise: 'plain' });
  if (outside === undefined) return undefined;
  if (isPlain) return say('outPlain', { why: inWords(outside.why, language, 'UTC') });
  if ('oneOf' in rule) return say('outOneOf');
  return value.length > rule.maxLength
    ? say('outLong', { n: rule.maxLength })
    : say('outPattern', { pattern: rule.pattern });
};

interface Props {
  /** The texts in which the values stand. */
  readonly content: Content;
  readonly names: readonly string[];
  readonly values: Readonly<Record<string, string>>;
  readonly rules: Readonly<Record<string, ValueRule>>;
  readonly maxLengths: Readonly<Record<string, number>>;
  /** Names without which nothing can go out. */
  readonly needed: readonly string[];
  readonly onChange: (values: Record<string, string>) => void;
  /** Whether fields that are still empty are shown as wrong. */
  readonly isChecked: boolean;
}

const Quoted = ({ of }: { readonly of: NonNullable<ReturnType<typeof wordsAround>> }): ReactNode => {
  const say = useWords(textWords);
  return (
    <>
      {say('inText')}{' '}
      <q lang={of.language}>
        <Said>{of.words}</Said>
      </q>
    </>
  );
};

/** A field for each value that a text leaves open, checked while it is typed. */
export const ValueFields = ({
  content,
  names,
  values,
  rules,
  maxLengths,
  needed,
  onChange,
  isChecked,
}: Props): ReactNode => {
  const say = useWords(textWords);
  const language = useLanguage();
  const labelOf = (name: string): string => {
    const usual = USUAL.find((one) => one === name);
    return usual === undefined ? name : say(`v_${usual}`);
  };
  if (names.length === 0) return null;
  return (
    <Stack gap="sm" component="section" aria-label={say('values')}>
      <Title order={3} fz="md">
        {say('values')}
      </Title>
      <div className="values">
        {names.map((name) => {
          const rule = rules[name];
          const value = values[name] ?? '';
          const set = (next: string): void => onChange({ ...values, [name]: next });
          const outside = whyOutside(say, rule, name, value, language);
          const isMissing = needed.includes(name) && value.trim() === '';
          const around = wordsAround(content, name, language);
          const where = around && <Quoted of={around} />;
          const most = rule !== undefined && 'maxLength' in rule ? rule.maxLength : (maxLengths[name] ?? 30);
          const shared = {
            id: `value-${name}`,
            inputWrapperOrder: ['label', 'input', 'error', 'description'] as Order,
            label: labelOf(name),
            withAsterisk: needed.includes(name),
            error: isMissing && isChecked ? say('needed') : outside && `${outside} ${say('waitsForSecond')}`,
          };
          return rule !== undefined && 'oneOf' in rule ? (
            <Select
              key={name}
              {...shared}
              description={where}
              data={[...rule.oneOf]}
              placeholder={say('chooseOne')}
              value={value === '' ? null : value}
              onChange={(next) => set(next ?? '')}
              searchable={rule.oneOf.length > 8}
            />
          ) : (
            <TextInput
              key={name}
              {...shared}
              description={
                <>
                  {where && (
                    <>
                      {where}
                      <br />
                    </>
                  )}
                  {say('longest', { n: most })}
                </>
              }
              value={value}
              maxLength={500}
              onChange={(event) => set(event.currentTarget.value)}
            />
          );
        })}
      </div>
    </Stack>
  );
};
