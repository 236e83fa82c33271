import type { Claimed, NewSignOn } from '../../../domain/access/identity.ts';
import type { UsedCode } from '../../../domain/access/sign-in.ts';
import { actorIdOf, type User } from '../../../domain/access/user.ts';
import {
  BROWSER_CHARACTERS,
  IDLE_MS,
  KNOWN_MS,
  LONGEST_MS,
  newSessionId,
  sessionHashOf,
} from '../sessions.ts';

/** Where the browser is. */
export interface From {
  /** The address of the client. */
  readonly address: string;
  /** The address, or the network of it, that a try counts for. */
  readonly peer: string;
  /** What the browser calls itself. */
  readonly browser: string;
}

interface Asked {
  readonly user: User;
  readonly claimed: Claimed;
  readonly authenticatedAt: number | undefined;
  readonly code: UsedCode | undefined;
  readonly now: number;
  readonly from: From;
}

/** A new session, and what is written for it. */
export const sessionAfterSignOn = ({
  user,
  claimed,
  authenticatedAt,
  code,
  now,
  from: { address, peer, browser },
}: Asked): { readonly id: string; readonly begun: NewSignOn } => {
  const id = newSessionId();
  // Whoever went through the provider without entering anything there has not just confirmed anything here.
  const confirmedAt = Math.min(now, authenticatedAt ?? 0);
  const begun = {
    session: {
      idHash: sessionHashOf(id),
      userId: user.id,
      createdAt: now,
      usedAt: now,
      confirmedAt: code === undefined ? confirmedAt : now,
      address,
      browser: browser.toWellFormed().slice(0, BROWSER_CHARACTERS),
    },
    peer,
    code,
    claimed,
    beganBefore: now - LONGEST_MS,
    usedBefore: now - IDLE_MS,
    addressesBefore: now - KNOWN_MS,
    note: {
      at: now,
      actor: { id: actorIdOf(user), name: user.name },
      action: 'session.begin',
      subject: `user:${user.name}`,
      detail: {
        address,
        by: 'signOn',
        ...(code !== undefined && { code: code.kind === 'step' ? 'app' : 'recovery' }),
      },
    },
  };
  return { id, begun };
};
