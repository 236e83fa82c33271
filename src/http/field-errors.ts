import type { z } from 'zod';
import type { FieldError } from '../intake/message-input.ts';

export type Parsed<T> =
  | { readonly kind: 'ok'; readonly value: T }
  | { readonly kind: 'invalid'; readonly errors: FieldError[] };

/** What `schema` makes of `data`, or everything that is wrong with it. */
export const parseFields = <Schema extends z.ZodType>(
  schema: Schema,
  data: unknown,
): Parsed<z.output<Schema>> => {
  const parsed = schema.safeParse(data);
  if (parsed.success) return { kind: 'ok', value: parsed.data };
  // Again, with our words: an error map in the first call would cost every good request.
  const inWords = schema.safeParse(data, { error: missing }).error ?? parsed.error;
  return { kind: 'invalid', errors: inWords.issues.flatMap(fieldErrors) };
};

const missing = (issue: z.core.$ZodRawIssue): string | undefined =>
  issue.code === 'invalid_type' && issue.input === undefined ? 'is missing' : undefined;

/** Each unknown key is an error under its own name. */
const fieldErrors = (issue: z.core.$ZodIssue): FieldError[] =>
  issue.code === 'unrecognized_keys'
    ? issue.keys.map((key) => ({ path: pathOf([...issue.path, key]), message: 'is not known here' }))
    : [{ path: pathOf(issue.path), message: issue.message }];

/** A path as the client would write it: `routes[1]`. */
const pathOf = (path: readonly PropertyKey[]): string => {
  let text = '';
  for (const key of path) {
    if (typeof key === 'number') text += `[${key}]`;
    else text += text === '' ? String(key) : `.${String(key)}`;
  }
  return text;
};
