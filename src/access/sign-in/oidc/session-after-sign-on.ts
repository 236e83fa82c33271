import type { Claimed, NewSignOn } from '../../../domain/access/identity.ts';
import type { UsedCode } from '../../../domain/access/sign-in.ts';
import type { User } from '../../../domain/access/user.ts';
import { howOf, newSession, type SignInFrom } from '../begin-session.ts';

interface Asked {
  readonly user: User;
  readonly claimed: Claimed;
  readonly authenticatedAt: number | undefined;
  readonly code: UsedCode | undefined;
  readonly now: number;
  readonly from: SignInFrom;
}

/** A new session, and what is written for it. */
export const sessionAfterSignOn = ({
  user,
  claimed,
  authenticatedAt,
  code,
  now,
  from,
}: Asked): { readonly id: string; readonly begun: NewSignOn } => {
  // The link to the person is checked in the commit, so no version of a password is.
  const shown = { user, passwordVersion: 0 };
  const { id, begun } = newSession(from, shown, code, { by: 'signOn', ...howOf(code) }, now);
  const { passwordVersion: _, ...session } = begun;
  // Whoever went through the provider without entering anything there has not just confirmed anything here.
  const confirmedAt = code === undefined ? Math.min(now, authenticatedAt ?? 0) : now;
  return { id, begun: { ...session, session: { ...session.session, confirmedAt }, claimed } };
};
