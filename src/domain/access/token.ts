import type { Page, Paged } from '../../kernel/page.ts';
import type { AuditNote } from '../operation/audit.ts';
import type { Role } from './role.ts';
import type { User } from './user.ts';

export interface TokenInfo {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  /** The user whom the token belongs to; undefined: it is the token of a system. */
  readonly user: { readonly id: number; readonly name: string } | undefined;
  /** ms since the epoch. */
  readonly createdAt: number;
}

/** A token as stored. Of its secret, only the SHA-256 is kept. */
export interface StoredToken extends TokenInfo {
  readonly secretHash: Uint8Array;
}

/** A token, with what decides whom it stands for and what it may do. */
export interface FoundToken extends Omit<StoredToken, 'user'> {
  readonly user: User | undefined;
  /**
   * The id of the first token that ever had the name of this token, or of its user; undefined: none had. All tokens of
   * one name are one person.
   */
  readonly firstOfName: string | undefined;
  /** Whether there is any user, enabled or not: then the token of a system is no person. */
  readonly areUsers: boolean;
}

/** `lastAdmin`: the only admin token cannot be removed, since nobody could revoke tokens any more. */
export type TokenRemoval = 'removed' | 'unknown' | 'lastAdmin';

export interface TokenStore {
  /** The audit note is written in the same commit. */
  addToken(token: StoredToken, note: AuditNote): Promise<void>;
  findToken(id: string): Promise<FoundToken | undefined>;
  /** Oldest first. */
  listTokens(page: Page): Promise<Paged<TokenInfo>>;
  /** The audit note is written in the same commit, and only if the token was removed. */
  removeToken(id: string, note: AuditNote): Promise<TokenRemoval>;
}

/** The form in which names of tokens are compared. The migration `users` folds names in SQL, in the same way. */
export const foldTokenName = (name: string): string =>
  name.replace(/^ +| +$/g, '').replace(/[A-Z]/g, (letter) => letter.toLowerCase());
