import type { Page, Paged } from '../../kernel/page.ts';
import type { ClassCount } from '../messages/queue.ts';
import type { AuditNote } from '../operation/audit.ts';
import type { Role } from './role.ts';
import type { SendingLimits, Taken, TokenLimits } from './token-limits.ts';
import type { User } from './user.ts';

interface TokenInfo {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  /** The user whom the token belongs to; undefined: it is the token of a system. */
  readonly user: { readonly id: number; readonly name: string } | undefined;
  /** ms since the epoch. */
  readonly createdAt: number;
  readonly limits: TokenLimits;
  /** From when on it is refused, ms since the epoch; undefined: never. */
  readonly expiresAt: number | undefined;
}

/** A token as it is listed. */
export interface ListedToken extends TokenInfo {
  /** To the minute, ms since the epoch; undefined: it was never used. */
  readonly lastUsedAt: number | undefined;
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

/** The reason of messages that were withdrawn with their token. */
export const WITHDRAWN_WITH_TOKEN = 'withdrawn, since its token was revoked';

/** A place in the queue. */
export interface WithdrawCursor {
  readonly lane: number;
  readonly priority: number;
  readonly dueAt: number;
  readonly id: number;
}

/** What one commit has withdrawn; `next`: where the next one goes on. */
export interface WithdrawStep {
  /** The messages that are no longer queued, those in doubt included. */
  readonly ended: readonly ClassCount[];
  /** How many of them an earlier attempt may have delivered. */
  readonly uncertain: number;
  readonly next: WithdrawCursor | undefined;
}

/**
 * The queue is looked through once more when so much time has passed since a token was revoked, ms: a request that was
 * authenticated before may have stored its messages after the first look.
 */
export const WITHDRAWAL_SETTLE_MS = 10_000;

export interface TokenWithdrawals {
  /** Revoked tokens whose messages may still be in the queue: the last look began less than `settleMs` after. */
  unswept(settleMs: number): Promise<readonly { readonly id: string; readonly revokedAt: number }[]>;
  /** Withdraws what the token has in the next part of the queue. `startedAt`: when the look began. */
  withdrawOfToken(
    id: string,
    from: WithdrawCursor | undefined,
    startedAt: number,
    nowMs: number,
  ): Promise<WithdrawStep>;
  /** How many messages of the token a route has, without those of alerts: nobody can recall them. */
  underWayOfToken(id: string): Promise<number>;
  /** How many messages of the token are queued, without those of alerts. */
  queuedOfToken(id: string): Promise<number>;
}

/** Who sent a message. */
export interface Owner {
  readonly kind: 'user' | 'system';
  readonly id: string;
  readonly name: string;
}

export interface TokenStore {
  /** Counts messages against the limits of a token. */
  takeMessages(id: string, limits: SendingLimits, messages: number, nowMs: number): Promise<Taken>;
  /** Notes when a token was used. */
  tokenUsed(id: string, nowMs: number): Promise<void>;
  /** Whose the messages with this owner are. */
  ownerOf(owner: string): Promise<Owner>;
  /** The audit note is written in the same commit. */
  addToken(token: StoredToken, note: AuditNote): Promise<void>;
  findToken(id: string): Promise<FoundToken | undefined>;
  /** Oldest first. */
  listTokens(page: Page): Promise<Paged<ListedToken>>;
  /**
   * The audit note is written in the same commit, and only if the token was removed.
   * @param withdraw whether its queued messages are to be withdrawn
   */
  removeToken(id: string, note: AuditNote, withdraw: boolean): Promise<TokenRemoval>;
}

/** The form in which names of tokens are compared. The migration `users` folds names in SQL, in the same way. */
export const foldTokenName = (name: string): string =>
  name.replace(/^ +| +$/g, '').replace(/[A-Z]/g, (letter) => letter.toLowerCase());
