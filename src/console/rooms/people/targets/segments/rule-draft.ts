import type { Field, Rule, Scalar } from '../../../../../domain/people/rule.ts';
import { newKey } from '../../../../api/new-key.ts';

/** Each comparison with its opposite, as one choice: "is not" is easier to read than a box called "not". */
export const fieldOps = [
  'is',
  'isNot',
  'in',
  'notIn',
  'contains',
  'containsNot',
  'less',
  'lessNot',
  'more',
  'moreNot',
  'known',
  'knownNot',
] as const;
export type FieldOp = (typeof fieldOps)[number];

export const groupKinds = ['all', 'any', 'none', 'notAll'] as const;
export type GroupKind = (typeof groupKinds)[number];

/** What a condition is about. `attribute` has its name beside it. */
export const subjects = [
  'attribute',
  'postalCode',
  'language',
  'name',
  'number',
  'source',
  'list',
  'area',
  'dead',
  'position',
] as const;
export type Subject = (typeof subjects)[number];

export interface Condition {
  readonly key: string;
  readonly kind: 'condition';
  readonly subject: Subject;
  readonly attribute: string;
  readonly op: FieldOp;
  /** As it is stored; a text that was typed is read by `scalarOf`. */
  readonly values: readonly Scalar[];
  /** The list or the area. */
  readonly target: number | undefined;
}

export interface Group {
  readonly key: string;
  readonly kind: 'group';
  readonly of: GroupKind;
  readonly nodes: readonly Node[];
}

export type Node = Condition | Group;

/** A key for React. A draft is kept over a reload, so that a counter would begin anew beside old keys. */
const keyOf = (): string => newKey();

export const newCondition = (subject: Subject = 'attribute'): Condition => ({
  key: keyOf(),
  kind: 'condition',
  subject,
  attribute: '',
  op: subject === 'dead' || subject === 'position' ? 'known' : 'is',
  values: [],
  target: undefined,
});

export const newGroup = (nodes: readonly Node[] = [newCondition()], of: GroupKind = 'all'): Group => ({
  key: keyOf(),
  kind: 'group',
  of,
  nodes,
});

const ATTRIBUTE = 'attributes.';
const OPS: Readonly<Record<'eq' | 'ne' | 'in' | 'contains' | 'lt' | 'gt' | 'exists', FieldOp>> = {
  eq: 'is',
  ne: 'isNot',
  in: 'in',
  contains: 'contains',
  lt: 'less',
  gt: 'more',
  exists: 'known',
};
const OPPOSITE: Readonly<Partial<Record<FieldOp, FieldOp>>> = {
  in: 'notIn',
  contains: 'containsNot',
  less: 'lessNot',
  more: 'moreNot',
  known: 'knownNot',
};

const conditionOf = (
  rule: Exclude<Rule, { and: unknown } | { or: unknown } | { not: unknown }>,
): Condition => {
  if ('list' in rule) return { ...newCondition('list'), target: rule.list };
  if ('area' in rule) return { ...newCondition('area'), target: rule.area };
  const isAttribute = rule.field.startsWith(ATTRIBUTE);
  return {
    ...newCondition(isAttribute ? 'attribute' : (rule.field as Subject)),
    attribute: isAttribute ? rule.field.slice(ATTRIBUTE.length) : '',
    op: OPS[rule.op],
    values: rule.op === 'exists' ? [] : rule.op === 'in' ? rule.value : [rule.value],
  };
};

/** The opposite of a node, where it can be said by another choice; else a group of it. */
const opposite = (node: Node): Node => {
  if (node.kind === 'group') {
    const swapped = { all: 'notAll', any: 'none', none: 'any', notAll: 'all' } as const;
    return { ...node, of: swapped[node.of] };
  }
  if (node.subject === 'list' || node.subject === 'area')
    return { ...node, op: node.op === 'is' ? 'isNot' : 'is' };
  const op = OPPOSITE[node.op];
  return op === undefined ? newGroup([node], 'none') : { ...node, op };
};

const nodeOf = (rule: Rule): Node => {
  if ('and' in rule) return newGroup(rule.and.map(nodeOf), 'all');
  if ('or' in rule) return newGroup(rule.or.map(nodeOf), 'any');
  if (!('not' in rule)) return conditionOf(rule);
  // Inside of a `not`, members count who would not otherwise: two of them do not cancel each other out.
  return 'not' in rule.not ? newGroup([nodeOf(rule.not)], 'none') : opposite(nodeOf(rule.not));
};

/** A rule as a person edits it: always a group at the top. */
export const draftOf = (rule: Rule | undefined): Group => {
  if (rule === undefined) return newGroup();
  const node = nodeOf(rule);
  return node.kind === 'group' ? node : newGroup([node]);
};

/** Reads what was typed: a number is one only of an attribute, and without a zero before it, as codes have. */
export const scalarOf = (text: string, subject: Subject): Scalar =>
  subject === 'attribute' && /^-?(0|[1-9]\d*)(\.\d+)?$/.test(text.trim()) ? Number(text.trim()) : text.trim();

export const needsValue = (op: FieldOp): boolean => op !== 'known' && op !== 'knownNot';
export const hasSeveral = (op: FieldOp): boolean => op === 'in' || op === 'notIn';

const comparisonOf = ({ subject, attribute, op, values }: Condition): Rule | undefined => {
  if (subject === 'attribute' && attribute.trim() === '') return undefined;
  const field = (subject === 'attribute' ? `${ATTRIBUTE}${attribute.trim()}` : subject) as Field;
  const kept = values.filter((value) => value !== '');
  const [first] = kept;
  if (needsValue(op) && first === undefined) return undefined;
  const text = String(first);
  switch (op) {
    case 'known':
      return { field, op: 'exists' };
    case 'knownNot':
      return { not: { field, op: 'exists' } };
    case 'is':
      return { field, op: 'eq', value: first ?? '' };
    case 'isNot':
      return { field, op: 'ne', value: first ?? '' };
    case 'in':
      return { field, op: 'in', value: kept };
    case 'notIn':
      return { not: { field, op: 'in', value: kept } };
    case 'contains':
      return { field, op: 'contains', value: text };
    case 'containsNot':
      return { not: { field, op: 'contains', value: text } };
    case 'less':
    case 'lessNot':
    case 'more':
    case 'moreNot': {
      const value = typeof first === 'number' ? first : text;
      const compared: Rule = { field, op: op.startsWith('less') ? 'lt' : 'gt', value };
      return op.endsWith('Not') ? { not: compared } : compared;
    }
  }
};

/** The rule of a node; undefined if something is still missing in it. */
export const ruleOf = (node: Node): Rule | undefined => {
  if (node.kind === 'condition') {
    if (node.subject !== 'list' && node.subject !== 'area') return comparisonOf(node);
    if (node.target === undefined) return undefined;
    const rule: Rule = node.subject === 'list' ? { list: node.target } : { area: node.target };
    return node.op === 'isNot' ? { not: rule } : rule;
  }
  const rules = node.nodes.map(ruleOf);
  const whole = rules.filter((rule) => rule !== undefined);
  if (whole.length === 0 || whole.length < rules.length) return undefined;
  const inner: Rule = node.of === 'all' || node.of === 'notAll' ? { and: whole } : { or: whole };
  return node.of === 'none' || node.of === 'notAll' ? { not: inner } : inner;
};

/** The tree with one node replaced; undefined takes it out. */
export const replaced = (group: Group, key: string, next: Node | undefined): Group => ({
  ...group,
  nodes: group.nodes.flatMap((node) => {
    if (node.key === key) return next === undefined ? [] : [next];
    return [node.kind === 'group' ? replaced(node, key, next) : node];
  }),
});
