import type { AuditNote } from '../operation/audit.ts';
import type { User, UserWrite } from './user.ts';

/** The cost of scrypt (RFC 7914). It is stored with each hash, so that it can rise later. */
export interface ScryptCost {
  /** A power of 2; 128 N r octets of memory are used. */
  readonly n: number;
  readonly r: number;
  readonly p: number;
}

export interface HashedPassword extends ScryptCost {
  readonly salt: Uint8Array;
  readonly hash: Uint8Array;
}

/** What a user signs in with. */
export interface Credentials {
  readonly user: User;
  /** Undefined: the user can not sign in until somebody makes a one-time password. */
  readonly password: HashedPassword | undefined;
  /** From when on a one-time password lets nobody in, ms since the epoch; undefined: it doesn't expire. */
  readonly expiresAt: number | undefined;
  /** Grows with each change of the password. */
  readonly passwordVersion: number;
  /** Whether the password is a one-time one, which must be changed before anything else. */
  readonly mustChange: boolean;
  /** The secret of the second factor; undefined: the user has none. */
  readonly secret: Uint8Array | undefined;
  /** A secret that was shown, and not confirmed by a first code. */
  readonly pendingSecret: Uint8Array | undefined;
  /** SHA-256 of each recovery code that was not used yet. */
  readonly recovery: readonly Uint8Array[];
}

export interface StoredSession {
  /** SHA-256 of the session's id: whoever reads the file can not take over a session. */
  readonly idHash: Uint8Array;
  readonly userId: number;
  /** ms since the epoch, as are the others. */
  readonly createdAt: number;
  readonly usedAt: number;
  /** When the user last entered the password or a code. */
  readonly confirmedAt: number;
  readonly address: string;
  /** The name of the browser as it says it, cut to a length. */
  readonly browser: string;
}

/** A session, with what decides whom it stands for and what it may do. */
export interface FoundSession {
  readonly session: StoredSession;
  readonly user: User;
  readonly mustChange: boolean;
  /** The id of the first token that ever had the user's name: it is the same person. Undefined: none had. */
  readonly firstOfName: string | undefined;
}

/**
 * What proves the second factor. It is used up in the commit of what it allows: of a passkey its count of signatures
 * is, which must have grown, unless the authenticator doesn't count.
 */
export type UsedCode =
  | { readonly kind: 'step'; readonly step: number }
  | { readonly kind: 'recovery'; readonly hash: Uint8Array }
  | { readonly kind: 'passkey'; readonly id: number; readonly counter: number };

/**
 * `changed`: meanwhile the password was changed or the user disabled. `codeUsed`: another request was quicker with the
 * same code, or the passkey was removed.
 */
export type SignedIn = 'done' | 'changed' | 'codeUsed';

export interface NewSession {
  readonly session: StoredSession;
  /** The address, or the network of it, that is remembered as one of the user's. */
  readonly peer: string;
  /** The password that was checked: it must still be the user's. */
  readonly passwordVersion: number;
  readonly code: UsedCode | undefined;
  /** Sessions that began or were last used before these times are deleted in the same commit, whosesoever they are. */
  readonly beganBefore: number;
  readonly usedBefore: number;
  /** Addresses from which nobody signed in since then are forgotten. */
  readonly addressesBefore: number;
  readonly note: AuditNote;
}

export interface PasswordChange {
  readonly userId: number;
  readonly password: HashedPassword;
  readonly mustChange: boolean;
  /** The version that was checked; undefined: whatever it is. */
  readonly version: number | undefined;
  /** The session that goes on; undefined: every session of the user ends. */
  readonly keep: Uint8Array | undefined;
  readonly note: AuditNote;
}

/** Passwords, second factors and sessions on disk. Each note is in the commit of what it tells. */
export interface SignInRepository {
  /** Of the user with this name, in any spelling of it. */
  credentials(name: string): Promise<Credentials | undefined>;
  /** Whether the user signed in from this address since then. */
  knowsAddress(userId: number, address: string, sinceMs: number): Promise<boolean>;
  beginSession(begun: NewSession): Promise<SignedIn>;
  findSession(idHash: Uint8Array): Promise<FoundSession | undefined>;
  /** The sessions of a user, newest first. */
  sessionsOf(userId: number): Promise<readonly StoredSession[]>;
  touchSession(idHash: Uint8Array, usedAt: number): Promise<void>;
  confirmSession(idHash: Uint8Array, at: number, code: UsedCode | undefined): Promise<SignedIn>;
  endSession(idHash: Uint8Array, note: AuditNote): Promise<void>;
  endSessionsOf(userId: number, note: AuditNote): Promise<void>;
  /** False: the password was changed meanwhile. */
  changePassword(change: PasswordChange): Promise<boolean>;
  /**
   * Sets a one-time password, ends every session of the user and removes the second factor, the passkeys and the link
   * to a person of the provider. The actor of the note is remembered as who knows the password, unless it was done on
   * the machine itself.
   */
  resetUser(userId: number, password: HashedPassword, expiresAt: number, write: UserWrite): Promise<void>;
  /** Keeps a secret until it is confirmed. False: the user has a second factor already. */
  offerFactor(userId: number, secret: Uint8Array): Promise<boolean>;
  /** From now on the pending secret is the second factor. False: another secret is pending, or none. */
  confirmFactor(factor: {
    readonly userId: number;
    readonly secret: Uint8Array;
    /** The step of the first code, which can't be used again. */
    readonly step: number;
    /** SHA-256 of each recovery code. */
    readonly recovery: readonly Uint8Array[];
    readonly note: AuditNote;
  }): Promise<boolean>;
  removeFactor(userId: number, note: AuditNote): Promise<void>;
}
