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

/** A token as stored: never its secret, only the SHA-256 of it. */
export interface StoredToken extends TokenInfo {
  readonly secretHash: Uint8Array;
}

/** `lastAdmin`: without it nobody could revoke the others any more, so it stays. */
export type TokenRemoval = 'removed' | 'unknown' | 'lastAdmin';

export interface TokenStore {
  addToken(token: StoredToken): Promise<void>;
  findToken(id: string): Promise<StoredToken | undefined>;
  /** Oldest first. */
  listTokens(page: Page): Promise<Paged<TokenInfo>>;
  /** In one commit with the note, which is kept only if it was removed. */
  removeToken(id: string, note: AuditNote): Promise<TokenRemoval>;
}
