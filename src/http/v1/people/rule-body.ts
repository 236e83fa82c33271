import { z } from 'zod';
import { NO_NUMBER } from '../../../domain/messages/msisdn.ts';
import type { Field, Rule } from '../../../domain/people/rule.ts';
import { label } from '../../resource/fields.ts';
import { readNumber } from '../../resource/numbers.ts';
import { attributeName, id, scalar } from './scalar.ts';

/** Bounds of a rule: nobody could check a deeper or longer rule by reading. */
const MAX_DEPTH = 10;
const MAX_NODES = 200;

const fields: readonly string[] = ['number', 'name', 'language', 'postalCode', 'source', 'dead', 'position'];
const ATTRIBUTE = 'attributes.';

const field = z
  .string()
  .refine(
    (text): text is Field =>
      fields.includes(text) ||
      (text.startsWith(ATTRIBUTE) && attributeName.safeParse(text.slice(ATTRIBUTE.length)).success),
    `is none of ${fields.join(', ')} and attributes.…`,
  )
  .transform((text) => text as Field)
  .meta({ examples: ['attributes.building'] });

const comparison = z.discriminatedUnion('op', [
  z.strictObject({ field, op: z.enum(['eq', 'ne']), value: scalar }),
  z.strictObject({ field, op: z.enum(['lt', 'gt']), value: z.union([label(500), z.number()]) }),
  z.strictObject({ field, op: z.literal('contains'), value: label(500) }),
  z.strictObject({ field, op: z.literal('in'), value: z.array(scalar).min(1).max(100) }),
  z.strictObject({ field, op: z.literal('exists') }),
]);

/** A number with which `number` is compared is read as one: people write it as their country does. */
const withNumbers = comparison.transform((compared, context): z.output<typeof comparison> => {
  if (compared.field !== 'number') return compared;
  const numberOf = (value: unknown): string => {
    const number = typeof value === 'string' ? readNumber(value) : undefined;
    if (number === undefined) context.addIssue({ code: 'custom', path: ['value'], message: NO_NUMBER });
    return number ?? z.NEVER;
  };
  if (compared.op === 'eq' || compared.op === 'ne') return { ...compared, value: numberOf(compared.value) };
  return compared.op === 'in' ? { ...compared, value: compared.value.map(numberOf) } : compared;
});

const nested: z.ZodType<Rule> = z.lazy(() => rules);

const rules = z
  .union([
    z.strictObject({ and: z.array(nested).min(1) }),
    z.strictObject({ or: z.array(nested).min(1) }),
    z.strictObject({ not: nested }),
    z.strictObject({ list: id }),
    z.strictObject({ area: id }),
    withNumbers,
  ])
  .meta({ id: 'Rule' });

const childrenOf = (value: unknown): readonly unknown[] => {
  if (typeof value !== 'object' || value === null) return [];
  const { and, or, not } = value as Readonly<Record<string, unknown>>;
  return [and, or, not].flat().filter((child) => child !== undefined);
};

/** Whether a rule is within the bounds. Checked before zod parses it, which recurses without a bound. */
const isBounded = (value: unknown): boolean => {
  let level: readonly unknown[] = [value];
  let nodes = 0;
  for (let depth = 0; level.length > 0; depth++) {
    nodes += level.length;
    if (depth > MAX_DEPTH || nodes > MAX_NODES) return false;
    level = level.flatMap(childrenOf);
  }
  return true;
};

export const ruleBody = z
  .unknown()
  .superRefine((value, context) => {
    if (isBounded(value)) return;
    const message = `is nested deeper than ${MAX_DEPTH}, or has more than ${MAX_NODES} conditions`;
    context.addIssue({ code: 'custom', message });
  })
  .pipe(rules)
  .meta({
    description:
      'A condition on one contact: and, or, not; a comparison (eq, ne, lt, gt, in, contains, exists) of a field (number, ' +
      'name, language, postalCode, source, dead, position or attributes.…); { "list": 1 } for members of a list; { "area": 1 } for people ' +
      'in an area. Texts are compared exactly. If the value is a number, the stored value is read as a number. ne and not ' +
      'are also true for contacts without the field.',
    examples: [
      {
        and: [
          { field: 'attributes.building', op: 'in', value: ['A', 'B'] },
          { not: { field: 'language', op: 'eq', value: 'fr' } },
        ],
      },
    ],
  });
