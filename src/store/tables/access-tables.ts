import type { Generated } from 'kysely';

export interface UsersTable {
  id: Generated<number>;
  name: string;
  name_key: string;
  roles: string;
  language: string;
  phone: string | null;
  disabled_at: number | null;
  created_at: number;
  version: Generated<number>;
}

export interface SessionsTable {
  id_hash: Uint8Array;
  user_id: number;
  created_at: number;
  used_at: number;
  confirmed_at: number;
  address: string;
  browser: string;
}

export interface PasskeysTable {
  id: Generated<number>;
  user_id: number;
  name: string;
  credential_id: Uint8Array;
  handle: Uint8Array;
  public_key: Uint8Array;
  counter: number;
  transports: string;
  created_at: number;
  used_at: number | null;
  cloned_at: number | null;
}

export interface AccessTables {
  passkeys: PasskeysTable;
  user_passwords: {
    user_id: number;
    hash: Uint8Array;
    salt: Uint8Array;
    n: number;
    r: number;
    p: number;
    must_change: number;
    expires_at: number | null;
    version: Generated<number>;
  };
  user_factors: { user_id: number; secret: Uint8Array; last_step: number | null };
  user_identities: {
    user_id: number;
    issuer: string;
    claim: string;
    value: string;
    subject: string | null;
    linked_at: number;
    first_used_at: number | null;
  };
  recovery_codes: { user_id: number; hash: Uint8Array };
  sessions: SessionsTable;
  sign_in_addresses: { user_id: number; address: string; at: number };
  tokens: {
    id: string;
    name: string;
    role: string;
    secret_hash: Uint8Array;
    created_at: number;
    user_id: number | null;
    limits: string;
    expires_at: number | null;
  };
  token_use: {
    token_id: string;
    last_used_at: number | null;
    minute: number;
    in_minute: number;
    day: number;
    in_day: number;
  };
  revoked_tokens: {
    id: string;
    name: string;
    user_id: number | null;
    revoked_at: number;
    withdraw: number;
    swept_at: number | null;
  };
  token_names: { name_key: string; id: string };
  users: UsersTable;
  pending_acts: {
    id: Generated<number>;
    kind: string;
    name: string;
    roles: string;
    language: string;
    phone: string | null;
    version: number | null;
    hash: string;
    asked_by: string;
    asked_name: string;
    asked_at: number;
    until: number;
  };
  user_grants: { user_id: number; what: string; by_id: string; by_name: string; at: number };
  audit: {
    id: Generated<number>;
    at: number;
    actor: string;
    actor_name: string;
    action: string;
    subject: string;
    detail: string;
    actor_salt: string | null;
    subject_salt: string | null;
    detail_salt: string | null;
    actor_seal: string;
    subject_seal: string;
    detail_seal: string;
    hash: string;
  };
  audit_anchor: { id: number; at: number; rows: number; through_id: number; hash: string };
}
