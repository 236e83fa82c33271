import { createContext, useContext } from 'react';
import { allows, type Permission } from '../../access/permissions.ts';
import type { Session } from '../api/session.ts';

export interface SessionState {
  readonly session: Session;
  /** Asks the gateway for what has changed of the session. @throws Problem if it doesn't say it */
  readonly renew: () => Promise<void>;
  /** Asks the gateway whether the session still is. Resolves once there is one: the person may sign in again first. */
  readonly check: () => Promise<void>;
  /** @throws Problem if the gateway could not be told */
  readonly leave: () => Promise<void>;
}

export const SessionContext = createContext<SessionState | undefined>(undefined);

export const useSession = (): SessionState => {
  const state = useContext(SessionContext);
  if (state === undefined) throw new Error('useSession needs a session around it');
  return state;
};

/** Whether the person who is signed in may do something. The gateway decides; this only hides what it would refuse. */
export const useMay = (): ((permission: Permission) => boolean) => {
  const { session } = useSession();
  return (permission) => allows(session.user.roles, permission);
};
