import { Group, Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Rule } from '../../../../../domain/people/rule.ts';
import { ruleCountQuery } from '../../../../api/people/counts.ts';
import { Light } from '../../../../parts/light.tsx';
import { ProblemNote } from '../../../../parts/problems/problem-note.tsx';
import { Said } from '../../../../parts/said.tsx';
import { useFormats } from '../../../../words/format.ts';
import { useWords } from '../../../../words/i18n.ts';
import { segmentWords } from './words.ts';

const EVERYBODY: Rule = { field: 'number', op: 'exists' };

/** How many contacts there are, and of how many the rule is true; undefined: not known. */
export const useRuleCount = (rule: Rule | undefined) => {
  const counted = useQuery({
    ...ruleCountQuery(rule ?? EVERYBODY),
    enabled: rule !== undefined,
    placeholderData: keepPreviousData,
  });
  const all = useQuery(ruleCountQuery(EVERYBODY)).data?.people;
  const { data, isPlaceholderData, isError, error } = counted;
  const count = rule === undefined || isPlaceholderData || isError ? undefined : data;
  return {
    count,
    all,
    error: isError ? error : null,
    /** It is true of all contacts: nobody should save that without having seen it. */
    isEverybody: count !== undefined && all !== undefined && all > 0 && count.people === all,
  };
};

interface Props {
  readonly rule: Rule | undefined;
  readonly counted: ReturnType<typeof useRuleCount>;
}

/** What a rule finds now: how many, some of them by name, and what is odd about it. */
export const RuleCount = ({ rule, counted: { count, all, error, isEverybody } }: Props): ReactNode => {
  const say = useWords(segmentWords);
  const { number, phone } = useFormats();
  if (rule === undefined) return <Light tone="waiting">{say('incomplete')}</Light>;
  if (error !== null) {
    return (
      <>
        <Light tone="warn">{say('notKnown')}</Light>
        <ProblemNote error={error} />
      </>
    );
  }
  if (count === undefined) return <Text aria-live="polite">{say('isCounting')}</Text>;
  const more = count.people - count.sample.length;
  return (
    <div className="rule-count">
      <Group align="baseline" gap="sm" aria-live="polite">
        <span className="big-figure">{say('found', { count: count.people, n: number(count.people) })}</span>
        {all !== undefined && <Text c="var(--quiet)">{say('ofAll', { all: number(all) })}</Text>}
      </Group>
      {count.people === 0 && <Light tone="warn">{say('nobody')}</Light>}
      {isEverybody && <Light tone="warn">{say('everybody', { all: number(all ?? 0) })}</Light>}
      {count.warnings.length > 0 && (
        <Light tone="warn">
          {say('unknownAttribute', { names: count.warnings.map(attributeIn).join(', ') })}
        </Light>
      )}
      {count.sample.length > 0 && (
        <div>
          <Text c="var(--quiet)">{say('sample')}</Text>
          <ul className="sample">
            {count.sample.map(({ number: of, name }) => (
              <li key={of}>
                <Said>{name ?? phone(of)}</Said>
              </li>
            ))}
            {more > 0 && <li>{say('more', { n: number(more) })}</li>}
          </ul>
        </div>
      )}
    </div>
  );
};

/** The gateway says "the rule compares attributes.bulding, which no contact has". */
const attributeIn = (warning: string): string =>
  /attributes\.([\p{L}\p{N}_-]+)/u.exec(warning)?.[1] ?? warning;
