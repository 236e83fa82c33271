import type { Page, Paged } from '../../kernel/page.ts';
import type { AuditNote } from '../operation/audit.ts';

export const roles = ['sender', 'viewer', 'operator', 'approver', 'admin'] as const;
export type Role = (typeof roles)[number];

export interface TokenInfo {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  /** ms since the epoch. */
  readonly createdAt: number;
}

/** A token as stored. Of its secret, only the SHA-256 is kept. */
export interface StoredToken extends TokenInfo {
  readonly secretHash: Uint8Array;
}

/** `lastAdmin`: the only admin token cannot be removed, since nobody could revoke tokens any more. */
export type TokenRemoval = 'removed' | 'unknown' | 'lastAdmin';

export interface TokenStore {
  addToken(token: StoredToken): Promise<void>;
  findToken(id: string): Promise<StoredToken | undefined>;
  /** Oldest first. */
  listTokens(page: Page): Promise<Paged<TokenInfo>>;
  /** The audit note is written in the same commit, and only if the token was removed. */
  removeToken(id: string, note: AuditNote): Promise<TokenRemoval>;
}
