import { type ColumnClass, each } from './column-classes.ts';

/** The classes of the columns of the tables of `opt-in-tables.ts`. */
export const optInColumns: Readonly<Record<string, Readonly<Record<string, ColumnClass>>>> = {
  held_opt_outs: {
    ...each('impersonal', 'id at route lists inbox_id state'),
    number: 'number',
    evidence: 'personal',
  },
  opt_in_proofs: {
    ...each('impersonal', 'list_id at route answered_at'),
    number: 'number',
    ...each('personal', 'text question answer'),
  },
  pending_opt_ins: {
    ...each('impersonal', 'list_id at route wrong expires_at'),
    number: 'number',
    ...each('personal', 'text question code'),
  },
  undelivered_numbers: {
    ...each('impersonal', 'times permanent alerts last_at dead'),
    number: 'number',
    last: 'personal',
  },
  population: each('impersonal', 'kind place inhabitants households'),
};
