import { type ColumnClass, each, USERS } from './column-classes.ts';

/** The columns of the tables of tokens. */
export const accessErasure: Readonly<Record<string, Readonly<Record<string, ColumnClass>>>> = {
  token_names: each(USERS, 'name_key id'),
  tokens: {
    ...each('impersonal', 'role secret_hash created_at user_id expires_at'),
    ...each(USERS, 'id name limits'),
  },
  token_use: { ...each('impersonal', 'last_used_at minute in_minute day in_day'), token_id: USERS },
  revoked_tokens: {
    ...each('impersonal', 'user_id revoked_at withdraw swept_at'),
    ...each(USERS, 'id name'),
  },
};
