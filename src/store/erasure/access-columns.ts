import { type ColumnClass, each, USERS } from './column-classes.ts';

/** The classes of the columns of the tables of `access-tables.ts`, but for the audit log. */
export const accessColumns: Readonly<Record<string, Readonly<Record<string, ColumnClass>>>> = {
  passkeys: {
    ...each('impersonal', 'id user_id credential_id handle public_key counter transports'),
    ...each('impersonal', 'created_at used_at cloned_at'),
    name: USERS,
  },
  pending_acts: {
    ...each('impersonal', 'id kind roles language version hash asked_at until'),
    ...each(USERS, 'name asked_by asked_name'),
    phone: 'number',
  },
  recovery_codes: each('impersonal', 'user_id hash'),
  revoked_tokens: {
    ...each('impersonal', 'user_id revoked_at withdraw swept_at'),
    ...each(USERS, 'id name'),
  },
  sessions: {
    ...each('impersonal', 'id_hash user_id created_at used_at confirmed_at'),
    ...each(USERS, 'address browser'),
  },
  sign_in_addresses: { ...each('impersonal', 'user_id at'), address: USERS },
  token_names: each(USERS, 'name_key id'),
  token_use: { ...each('impersonal', 'last_used_at minute in_minute day in_day'), token_id: USERS },
  tokens: {
    ...each('impersonal', 'role secret_hash created_at user_id expires_at'),
    ...each(USERS, 'id name limits'),
  },
  user_factors: each('impersonal', 'user_id secret last_step'),
  user_grants: { ...each('impersonal', 'user_id what at'), ...each(USERS, 'by_id by_name') },
  user_identities: {
    ...each('impersonal', 'user_id issuer claim linked_at first_used_at'),
    ...each(USERS, 'value subject'),
  },
  user_passwords: each('impersonal', 'user_id hash salt n r p must_change version expires_at'),
  users: {
    ...each('impersonal', 'id roles language disabled_at created_at version'),
    ...each(USERS, 'name name_key'),
    phone: 'number',
  },
};
