/**
 * What a column has to do with the person that a row is about:
 * - `number`: the person's number, as E.164 or as a carrier wrote it; erased
 * - `personal`: other data that says who the person is, or what was written by or to the person; erased
 * - `impersonal`: data that says nothing about the person
 * - `kept`: data that may be personal and still stays, for the reason given
 */
export type ColumnClass = 'number' | 'personal' | 'impersonal' | { readonly kept: string };

export const USERS = { kept: 'names those who use the gateway, not those who are written to' };
export const WRITTEN = {
  kept: 'an operator wrote it: the answer to the erasure says where it still has the number',
};
export const CODES = { kept: 'codes of carriers and modems, and fixed texts of Tocsin; reports group by it' };
export const FIGURES = { kept: 'reports count it under the alias' };
export const OTHERS = { kept: 'a document or an identity of another system' };
export const OURS = { kept: 'an address of the gateway' };
export const OURS_HEARD = { kept: 'texts and numbers of the gateway, in messages to itself' };
export const CARRIERS = { kept: 'the id that a carrier gave a part: a late receipt is matched by it' };

/** Gives the class `one` to each of the `names`, which are separated by spaces. */
export const each = <Class extends ColumnClass>(one: Class, names: string): Record<string, Class> =>
  Object.fromEntries(names.split(' ').map((name) => [name, one]));

/** The columns of a log of what people did. */
export const LOG = { ...each('impersonal', 'id at action'), ...each('personal', 'actor actor_name detail') };
/** The columns of a named resource, such as an area or a template. */
export const named = { ...each('impersonal', 'id created_at version'), ...each(WRITTEN, 'name definition') };
