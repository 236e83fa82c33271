/** What a segment is compared with. */
export type Scalar = string | number | boolean;

/** A column of a contact, or one of its attributes by name. */
export type Field = 'number' | 'name' | 'language' | 'postalCode' | 'source' | `attributes.${string}`;

/**
 * Of one field. A text is compared exactly. With a number as value, what is stored is read as a number, so that an
 * imported "12" is 12. `ne` is the opposite of `eq`: true also of who doesn't have the field.
 */
export type Comparison =
  | { readonly field: Field; readonly op: 'eq' | 'ne'; readonly value: Scalar }
  | { readonly field: Field; readonly op: 'lt' | 'gt'; readonly value: string | number }
  | { readonly field: Field; readonly op: 'contains'; readonly value: string }
  | { readonly field: Field; readonly op: 'in'; readonly value: readonly Scalar[] }
  | { readonly field: Field; readonly op: 'exists' };

/** Who is in a segment: said of one contact, true or false. */
export type Rule =
  | { readonly and: readonly Rule[] }
  | { readonly or: readonly Rule[] }
  | { readonly not: Rule }
  /** Is a member of this list. */
  | { readonly list: number }
  /** Is in this area. */
  | { readonly area: number }
  | Comparison;
