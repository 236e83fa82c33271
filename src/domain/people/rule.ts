/** A value with which a segment compares a field. */
export type Scalar = string | number | boolean;

/** A column of a contact, or one of its attributes by name. */
export type Field =
  | 'number'
  | 'name'
  | 'language'
  | 'postalCode'
  | 'source'
  /** `true` if nothing gets through to the number; otherwise the contact doesn't have the field. */
  | 'dead'
  /** `true` if it is known where the person is; otherwise the contact doesn't have the field. */
  | 'position'
  | `attributes.${string}`;

/**
 * A comparison of one field. A text is compared exactly. If `value` is a number, the stored text is read as a number
 * too, so an imported "12" equals 12. `ne` is the opposite of `eq`: it is also true if a contact doesn't have the
 * field.
 */
export type Comparison =
  | { readonly field: Field; readonly op: 'eq' | 'ne'; readonly value: Scalar }
  | { readonly field: Field; readonly op: 'lt' | 'gt'; readonly value: string | number }
  | { readonly field: Field; readonly op: 'contains'; readonly value: string }
  | { readonly field: Field; readonly op: 'in'; readonly value: readonly Scalar[] }
  | { readonly field: Field; readonly op: 'exists' };

/** The rule of a segment: true or false for each contact. */
export type Rule =
  | { readonly and: readonly Rule[] }
  | { readonly or: readonly Rule[] }
  | { readonly not: Rule }
  /** The contact is a member of this list. */
  | { readonly list: number }
  /** The contact is in this area. */
  | { readonly area: number }
  | Comparison;

const ATTRIBUTE = 'attributes.';

/** The names of the attributes that a rule compares. */
export const attributesOf = (rule: Rule): readonly string[] => {
  if ('and' in rule) return rule.and.flatMap(attributesOf);
  if ('or' in rule) return rule.or.flatMap(attributesOf);
  if ('not' in rule) return attributesOf(rule.not);
  return 'field' in rule && rule.field.startsWith(ATTRIBUTE) ? [rule.field.slice(ATTRIBUTE.length)] : [];
};
