import type { NewMessage } from '../messages/message.ts';
import type { AuditNote } from '../operation/audit.ts';

/** So many passkeys a user has at most. */
export const MOST_PASSKEYS = 10;

/** A passkey (WebAuthn credential) of a user. Its public key is no secret: nobody can sign in with it. */
export interface Passkey {
  readonly id: number;
  readonly userId: number;
  /** As the user calls it. */
  readonly name: string;
  /** As the authenticator calls it, at most 1023 octets. */
  readonly credentialId: Uint8Array;
  /** What the authenticator knows the user by: random, and the same for all passkeys of a user. */
  readonly handle: Uint8Array;
  /** In COSE (RFC 9052). */
  readonly publicKey: Uint8Array;
  /** The greatest count of signatures that was seen; 0: the authenticator doesn't count, as those that are synced. */
  readonly counter: number;
  /** How the authenticator can be reached, such as `usb`, as the browser said. */
  readonly transports: readonly string[];
  /** ms since the epoch, as are the others. */
  readonly createdAt: number;
  readonly usedAt: number | undefined;
  /** When its count last went back, as that of a copy does, and the user was told; undefined: never. */
  readonly clonedAt: number | undefined;
}

export interface NewPasskey {
  readonly passkey: Omit<Passkey, 'id' | 'usedAt' | 'clonedAt'>;
  /** The session that adds it must still be there: a reset ends it. */
  readonly session: Uint8Array;
  readonly note: AuditNote;
  /** The messages that tell the user. */
  readonly messages: readonly NewMessage[];
}

/** `ended`: meanwhile the session has ended, or the password is a one-time one. `known`: somebody has this passkey. */
export type PasskeyAdded =
  | { readonly kind: 'done'; readonly id: number }
  | { readonly kind: 'tooMany' | 'known' | 'ended' };

/** A count that went back, to be remembered unless the user was told of it since then. */
export interface PasskeyClone {
  readonly id: number;
  readonly toldBefore: number;
  readonly note: AuditNote;
  readonly messages: readonly NewMessage[];
}

/** Passkeys on disk. Each note and message is in the commit of what it tells. Their use is a `UsedCode`. */
export interface PasskeyRepository {
  /** Those of a user, oldest first. */
  passkeysOf(userId: number): Promise<readonly Passkey[]>;
  findPasskey(credentialId: Uint8Array): Promise<Passkey | undefined>;
  addPasskey(added: NewPasskey): Promise<PasskeyAdded>;
  /** False: the user has no such passkey. */
  renamePasskey(userId: number, id: number, name: string, note: AuditNote): Promise<boolean>;
  removePasskey(userId: number, id: number, note: AuditNote): Promise<boolean>;
  /** False: the user was told already. */
  notePasskeyClone(clone: PasskeyClone): Promise<boolean>;
}
