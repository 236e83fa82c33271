import type { Credentials, NewSession, UsedCode } from '../../domain/access/sign-in.ts';
import { actorIdOf } from '../../domain/access/user.ts';
import type { AuditDetail } from '../../domain/operation/audit.ts';
import { IDLE_MS, LONGEST_MS, newSessionId, sessionHashOf } from './sessions.ts';

/** So long an address is known from which a user has signed in. */
export const KNOWN_MS = 30 * 86_400_000;
const BROWSER_CHARACTERS = 120;

/** Where a try to sign in comes from. */
export interface SignInFrom {
  /** The address of the client. */
  readonly address: string;
  /** The address, or the network of it, that the try counts for. */
  readonly peer: string;
  /** What the browser calls itself. */
  readonly browser: string;
}

/**
 * A new session, and its id, which only the browser gets.
 * @param how what the audit log says of how the user signed in
 */
export const newSession = (
  { address, peer, browser }: SignInFrom,
  { user, passwordVersion }: Pick<Credentials, 'user' | 'passwordVersion'>,
  code: UsedCode | undefined,
  how: AuditDetail,
  now: number,
): { readonly id: string; readonly begun: NewSession } => {
  const id = newSessionId();
  const times = { createdAt: now, usedAt: now, confirmedAt: now };
  return {
    id,
    begun: {
      session: {
        idHash: sessionHashOf(id),
        userId: user.id,
        ...times,
        address,
        browser: browser.toWellFormed().slice(0, BROWSER_CHARACTERS),
      },
      peer,
      passwordVersion,
      code,
      beganBefore: now - LONGEST_MS,
      usedBefore: now - IDLE_MS,
      addressesBefore: now - KNOWN_MS,
      note: {
        at: now,
        actor: { id: actorIdOf(user), name: user.name },
        action: 'session.begin',
        subject: `user:${user.name}`,
        detail: { address, ...how },
      },
    },
  };
};
