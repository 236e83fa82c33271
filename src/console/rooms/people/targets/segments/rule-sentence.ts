import type { Rule, Scalar } from '../../../../../domain/people/rule.ts';
import type { ruleTexts } from './rule-texts.ts';

type RuleSay = (key: keyof typeof ruleTexts.en, values?: Readonly<Record<string, string | number>>) => string;

export interface Named {
  readonly list: (id: number) => string | undefined;
  readonly area: (id: number) => string | undefined;
  /** English for en. */
  readonly language: (code: string) => string;
}

const ATTRIBUTE = 'attributes.';

const join = (say: RuleSay, parts: readonly string[], by: 'and' | 'or'): string =>
  parts.length < 2 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} ${say(by)} ${parts.at(-1)}`;

const FIELDS = {
  number: 'ofNumber',
  name: 'ofName',
  language: 'ofLanguage',
  postalCode: 'ofPostalCode',
  source: 'ofSource',
} as const;

const comparison = (
  say: RuleSay,
  rule: Extract<Rule, { field: string }>,
  named: Named,
  isNot: boolean,
): string => {
  const { field } = rule;
  const valueText = (value: Scalar): string =>
    field === 'language' ? named.language(String(value)) : String(value);
  if (field === 'dead') return say(isNot ? 'sDeadNot' : 'sDead');
  if (field === 'position') return say(isNot ? 'sPositionNot' : 'sPosition');
  const of = field.startsWith(ATTRIBUTE)
    ? say('ofAttribute', { name: field.slice(ATTRIBUTE.length) })
    : say(FIELDS[field as keyof typeof FIELDS]);
  switch (rule.op) {
    case 'exists':
      return say(isNot ? 'sKnownNot' : 'sKnown', { of });
    case 'eq':
      return say(isNot ? 'sIsNot' : 'sIs', { of, value: valueText(rule.value) });
    case 'ne':
      return say(isNot ? 'sIs' : 'sIsNot', { of, value: valueText(rule.value) });
    case 'in':
      return say(isNot ? 'sInNot' : 'sIn', { of, value: join(say, rule.value.map(valueText), 'or') });
    case 'contains':
      return say(isNot ? 'sContainsNot' : 'sContains', { of, value: rule.value });
    case 'lt':
      return say(isNot ? 'sLessNot' : 'sLess', { of, value: valueText(rule.value) });
    case 'gt':
      return say(isNot ? 'sMoreNot' : 'sMore', { of, value: valueText(rule.value) });
  }
};

/** `isNot` is carried inwards ("neither A nor B" is "not A and not B"): a `not` before brackets is hard to read. */
const clause = (say: RuleSay, rule: Rule, named: Named, isNot: boolean, isTop: boolean): string => {
  if ('not' in rule) return clause(say, rule.not, named, !isNot, isTop);
  if ('list' in rule) {
    const name = named.list(rule.list) ?? say('gone', { id: rule.list });
    return say(isNot ? 'sOnListNot' : 'sOnList', { name });
  }
  if ('area' in rule) {
    const name = named.area(rule.area) ?? say('gone', { id: rule.area });
    return say(isNot ? 'sInAreaNot' : 'sInArea', { name });
  }
  if ('field' in rule) return comparison(say, rule, named, isNot);
  const rules = 'and' in rule ? rule.and : rule.or;
  const isOne = rules.length === 1;
  const parts = rules.map((one) => clause(say, one, named, isNot, isTop && isOne));
  const text = join(say, parts, 'and' in rule === isNot ? 'or' : 'and');
  return isTop || isOne ? text : `(${text})`;
};

/** A rule as a sentence that one could read aloud: "People who are on the list “Staff” and whose …". */
export const sentenceOf = (say: RuleSay, rule: Rule, named: Named): string =>
  say('sentence', { clause: clause(say, rule, named, false, true) });
