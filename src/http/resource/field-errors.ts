import type { z } from 'zod';
import type { FieldError } from '../../intake/message-input.ts';
import { hint, unknownKey } from '../../kernel/zod-hints.ts';

export type Parsed<T> =
  | { readonly kind: 'ok'; readonly value: T }
  | { readonly kind: 'invalid'; readonly errors: FieldError[] };

/** `data` parsed by `schema`, or every error in it. */
export const parseFields = <Schema extends z.ZodType>(
  schema: Schema,
  data: unknown,
): Parsed<z.output<Schema>> => {
  const parsed = schema.safeParse(data);
  if (parsed.success) return { kind: 'ok', value: parsed.data };
  // Parsed again for our wording: an error map in the first call would cost time in every good request.
  const inWords = schema.safeParse(data, { error: missing }).error ?? parsed.error;
  return { kind: 'invalid', errors: inWords.issues.flatMap(fieldErrors) };
};

const MISSING = 'is missing';

const missing = (issue: z.core.$ZodRawIssue): string | undefined =>
  (issue.code === 'invalid_type' || issue.code === 'invalid_value') && issue.input === undefined
    ? MISSING
    : hint(issue);

/** Each unknown key is an error of its own. For a union, the errors are those of the form that the client meant. */
const fieldErrors = (issue: z.core.$ZodIssue): FieldError[] => {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      path: pathOf([...issue.path, key]),
      message: `is not known here${unknownKey(key, issue)}`,
    }));
  if (issue.code === 'invalid_union') {
    const meant = formMeant(issue.errors);
    if (meant !== undefined)
      return meant.flatMap((inner) => fieldErrors({ ...inner, path: [...issue.path, ...inner.path] }));
    return [{ path: pathOf(issue.path), message: 'has none of the forms that are known here' }];
  }
  return [{ path: pathOf(issue.path), message: issue.message }];
};

type Issues = readonly z.core.$ZodIssue[];

/** The form of a union that has the keys of the value, even if its values are wrong; undefined: no form, or several. */
const formMeant = (forms: readonly Issues[]): Issues | undefined => {
  const fits = forms.filter((issues) => issues.length > 0 && !issues.some(showsAnotherForm));
  return fits.length === 1 ? fits[0] : undefined;
};

/** Whether the issue shows that another form was meant, as an unknown or a missing key does. */
const showsAnotherForm = (issue: z.core.$ZodIssue): boolean => {
  if (issue.path.length === 0) return issue.code === 'unrecognized_keys' || issue.code === 'invalid_type';
  if (issue.path.length > 1) return false;
  return issue.message === MISSING || (issue.code === 'invalid_union' && issue.errors.every(showAnotherType));
};

/** Whether the value has another type than this form of a field. */
const showAnotherType = (issues: Issues): boolean =>
  issues.some(({ path, code }) => path.length === 0 && code === 'invalid_type');

/** A path as the client would write it: `routes[1]`. */
const pathOf = (path: readonly PropertyKey[]): string => {
  let text = '';
  for (const key of path) {
    if (typeof key === 'number') text += `[${key}]`;
    else text += text === '' ? String(key) : `.${String(key)}`;
  }
  return text;
};
