import { MultiSelect, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { type Audience, audienceCountQuery } from '../../../api/alerts/scenarios.ts';
import { groupsQuery } from '../../../api/people/groups.ts';
import { Light } from '../../../parts/light.tsx';
import { ProblemNote } from '../../../parts/problems/problem-note.tsx';
import { Said } from '../../../parts/said.tsx';
import { useFormats } from '../../../words/format.ts';
import { useLanguage, useWords } from '../../../words/i18n.ts';
import { languageName } from '../text/language-name.ts';
import { groupKinds, groupOf, keyOf, type Term, termsOf } from '../text/terms.ts';
import { useTermNames } from '../text/use-term-names.ts';
import { editWords } from './words.ts';

interface Props {
  readonly audience: Audience;
  readonly onChange: (audience: Audience) => void;
  readonly overrideOptOut?: boolean;
  readonly languages: readonly string[];
  readonly hasTried: boolean;
}

/** Who gets it, by groups; the number of people follows each choice. */
export const AudienceEditor = (props: Props): ReactNode => {
  const { audience, onChange, overrideOptOut = false, hasTried } = props;
  const say = useWords(editWords);
  const nameOf = useTermNames();
  const groups = {
    list: useQuery(groupsQuery('list')).data,
    segment: useQuery(groupsQuery('segment')).data,
    area: useQuery(groupsQuery('area')).data,
    roster: useQuery(groupsQuery('roster')).data,
  };
  const choices = groupKinds
    .map((kind) => ({
      group: say(`groups_${kind}`),
      items: (groups[kind]?.items ?? []).map(({ id, name }) => ({ value: `${kind}:${id}`, label: name })),
    }))
    .filter(({ items }) => items.length > 0);
  const known = new Set(choices.flatMap(({ items }) => items.map(({ value }) => value)));
  const pick = (key: 'include' | 'within' | 'exclude') => {
    const terms: readonly Term[] = audience[key] ?? [];
    // What is no group, or is gone, stays a choice: else it would vanish silently when something else is chosen.
    const others = terms.filter((term) => groupOf(term) === undefined || !known.has(keyOf(term)));
    const items = others.map((term) => ({ value: keyOf(term), label: nameOf(term) }));
    return (
      <MultiSelect
        label={say(key)}
        placeholder={terms.length === 0 ? say('choose') : ''}
        data={items.length === 0 ? choices : [...choices, { group: '–', items }]}
        value={terms.map(keyOf)}
        error={key === 'include' && hasTried && terms.length === 0 && say('audienceMissing')}
        searchable
        onChange={(keys) => {
          const { [key]: _before, ...rest } = audience;
          const next = termsOf(keys, terms);
          onChange({
            ...rest,
            include: audience.include,
            ...((key === 'include' || next.length > 0) && { [key]: next }),
          });
        }}
      />
    );
  };
  return (
    <Stack gap="sm">
      {pick('include')}
      <div className="form-grid">
        {pick('within')}
        {pick('exclude')}
      </div>
      <Count {...props} overrideOptOut={overrideOptOut} />
    </Stack>
  );
};

const Count = ({ audience, overrideOptOut = false, languages }: Props): ReactNode => {
  const say = useWords(editWords);
  const spoken = useLanguage();
  const { number } = useFormats();
  const count = useQuery(audienceCountQuery(audience, overrideOptOut));
  if (audience.include.length === 0) return <Text c="var(--quiet)">{say('audienceMissing')}</Text>;
  if (count.isError) return <ProblemNote error={count.error} onRetry={() => void count.refetch()} />;
  if (count.data === undefined) return null;
  const { people, suppressed, byLanguage, missing, warnings } = count.data;
  const nothing = suppressed.optedOut + suppressed.noConsent;
  const speaking = Object.entries(byLanguage).filter(
    ([one, n]) => one !== 'und' && n > 0 && !languages.includes(one),
  );
  return (
    <div role="status">
      <Text className="big-figure">{say('countNow', { count: people, n: number(people) })}</Text>
      {nothing > 0 && <Text>{say('suppressed', { count: nothing, n: number(nothing) })}</Text>}
      {missing.length > 0 && (
        <Light tone="bad">
          <Said>{say('gone', { what: missing.join(', ') })}</Said>
        </Light>
      )}
      {speaking.map(([language, n]) => (
        <Text key={language}>
          <Light tone="warn">
            {say('withoutText', { n: number(n), language: languageName(language, spoken) })}
          </Light>
        </Text>
      ))}
      {warnings.map((one) => (
        <Text key={one}>
          <Light tone="warn">
            <Said>{one}</Said>
          </Light>
        </Text>
      ))}
    </div>
  );
};
