import { expect, test } from 'vitest';
import {
  draftOf,
  newCondition,
  newGroup,
  ruleOf,
  scalarOf,
} from '../../../../src/console/rooms/people/targets/segments/rule-draft.ts';
import { sentenceOf } from '../../../../src/console/rooms/people/targets/segments/rule-sentence.ts';
import { ruleTexts } from '../../../../src/console/rooms/people/targets/segments/rule-texts.ts';
import type { Rule } from '../../../../src/domain/people/rule.ts';

const say =
  (language: 'en' | 'fr') =>
  (key: keyof typeof ruleTexts.en, values: Readonly<Record<string, string | number>> = {}): string =>
    ruleTexts[language][key].replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name]));
const NAMED = {
  list: (id: number) => (id === 4 ? 'Staff' : undefined),
  area: (id: number) => (id === 2 ? 'Rive {{name}} <b>' : undefined),
  language: (code: string) => (code === 'fr' ? 'French' : code),
};
const sentence = (rule: Rule, language: 'en' | 'fr' = 'en') => sentenceOf(say(language), rule, NAMED);

const RULES: readonly Rule[] = [
  { field: 'attributes.building', op: 'in', value: ['B', 'C', 3] },
  {
    and: [
      { field: 'attributes.building', op: 'in', value: ['B', 'C'] },
      { field: 'attributes.floor', op: 'lt', value: 1 },
      { not: { list: 4 } },
    ],
  },
  { or: [{ area: 2 }, { and: [{ field: 'postalCode', op: 'eq', value: '01000' }, { list: 4 }] }] },
  {
    not: {
      or: [
        { field: 'language', op: 'eq', value: 'fr' },
        { not: { field: 'name', op: 'contains', value: 'x' } },
      ],
    },
  },
  { not: { and: [{ field: 'dead', op: 'exists' }, { not: { field: 'position', op: 'exists' } }] } },
  { not: { not: { list: 4 } } },
  { not: { field: 'language', op: 'eq', value: 'fr' } },
  { field: 'attributes.active', op: 'ne', value: true },
  { not: { field: 'attributes.floor', op: 'gt', value: '2' } },
];

/** `and` or `or` of one is that one; `not or` of one is its `not`. */
const plain = (rule: Rule): Rule => {
  if ('and' in rule)
    return rule.and.length === 1 && rule.and[0] ? plain(rule.and[0]) : { and: rule.and.map(plain) };
  if ('or' in rule)
    return rule.or.length === 1 && rule.or[0] ? plain(rule.or[0]) : { or: rule.or.map(plain) };
  return 'not' in rule ? { not: plain(rule.not) } : rule;
};

test.each(RULES.map((rule) => [JSON.stringify(rule), rule] as const))(
  'the rule %s means the same after it was opened and saved',
  (_, rule) => {
    const saved = ruleOf(draftOf(rule));
    expect(saved && plain(saved)).toEqual(plain(rule));
  },
);

test('a rule that lacks something is none', () => {
  expect(ruleOf(draftOf(undefined))).toBeUndefined();
  expect(ruleOf(newGroup([]))).toBeUndefined();
  expect(ruleOf(newGroup([newCondition('dead'), newCondition('list')]))).toBeUndefined();
  expect(ruleOf(newGroup([newCondition('dead')]))).toEqual({ and: [{ field: 'dead', op: 'exists' }] });
});

test('what is typed is a number only of an attribute, and no code loses its zeros', () => {
  expect([scalarOf('12', 'attribute'), scalarOf(' -1.5 ', 'attribute')]).toEqual([12, -1.5]);
  expect([
    scalarOf('007', 'attribute'),
    scalarOf('01000', 'postalCode'),
    scalarOf('31000', 'postalCode'),
  ]).toEqual(['007', '01000', '31000']);
});

test('a rule is a sentence that one could read aloud', () => {
  expect(RULES.map((rule) => sentence(rule))).toEqual([
    'People whose attribute building is B, C or 3.',
    'People whose attribute building is B or C, whose attribute floor is less than 1 and who are not on the list “Staff”.',
    'People who are in the area “Rive {{name}} <b>” or (whose postal code is “01000” and who are on the list “Staff”).',
    'People whose language is not “French” or not known and whose name contains “x”.',
    'People whose number is not dead or whose position is known.',
    'People who are on the list “Staff”.',
    'People whose language is not “French” or not known.',
    'People whose attribute active is not “true” or not known.',
    'People whose attribute floor is not more than 2, or not known.',
  ]);
  expect(sentence({ list: 9 })).toBe('People who are on the list “(removed, number 9)”.');
  expect(sentence(RULES[1] as Rule, 'fr')).toBe(
    'Les personnes dont l’attribut building est B ou C, dont l’attribut floor est inférieur à 1 et qui ne sont pas sur la liste « Staff ».',
  );
});
