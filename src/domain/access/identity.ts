import type { AuditNote } from '../operation/audit.ts';
import type { NewSession, SignedIn } from './sign-in.ts';
import type { UserWrite } from './user.ts';

/** What a provider of single sign-on says of somebody who has just signed in there. */
export interface Claimed {
  readonly issuer: string;
  /** The name of the claim by which users are linked. */
  readonly claim: string;
  /** What the claim says, as it is compared; undefined: nothing, or nothing that counts. */
  readonly value: string | undefined;
  /** Who it is, for good: no other person ever has the same at this issuer. */
  readonly subject: string;
}

/** That a user is a person of a provider. */
export interface Identity {
  readonly userId: number;
  readonly issuer: string;
  readonly claim: string;
  /** What the claim must say at the first sign-in. */
  readonly value: string;
  /** Who signed in first, and the only one who may since; undefined: nobody did yet. */
  readonly subject: string | undefined;
  /** ms since the epoch, as is the next. */
  readonly linkedAt: number;
  readonly firstUsedAt: number | undefined;
}

/** A session that begins after a sign-in at the provider. */
export interface NewSignOn extends Omit<NewSession, 'passwordVersion'> {
  readonly claimed: Claimed;
}

export interface NewIdentity extends Pick<Identity, 'userId' | 'issuer' | 'claim' | 'value'> {
  /** The actor of the note is remembered as who could sign in as the user, unless it was done on the machine. */
  readonly write: UserWrite;
}

/** The links of users to persons of a provider, on disk. Each note is in the commit of what it tells. */
export interface IdentityRepository {
  identityOf(userId: number): Promise<Identity | undefined>;
  /**
   * The link that stands for this person: the one with the subject, or else the one with the value of the claim. The
   * subject of the latter may be another one, which the caller must refuse.
   */
  identityFor(claimed: Claimed): Promise<Identity | undefined>;
  /**
   * If the user had another link, it ends as by `unlinkIdentity`. `taken`: another user is linked to the same person.
   */
  linkIdentity(link: NewIdentity): Promise<'done' | 'taken'>;
  /** Ends the user's sessions too, and removes passkeys made since the first sign-in by the link. False: no link. */
  unlinkIdentity(userId: number, note: AuditNote): Promise<boolean>;
  /**
   * Begins a session, and at the first time keeps the subject with the link. `changed`: meanwhile the link was changed,
   * the user disabled, or the second factor turned on.
   */
  beginSignOn(begun: NewSignOn): Promise<SignedIn>;
}
