import type { AlertOverview } from '../../../api/alerts/alerts.ts';
import { useSession } from '../../../session/session-context.tsx';

const AUTHORSHIP: ReadonlySet<string> = new Set(['create', 'edit', 'submit']);

/** Whether this user wrote any part of the alert: then somebody else has to approve it. */
export const isOwn = (
  { created, submitted, log }: Pick<AlertOverview, 'created' | 'submitted' | 'log'>,
  user: number,
) => {
  const id = `user:${user}`;
  return (
    created?.by.id === id ||
    submitted?.by.id === id ||
    log.some(({ action, by }) => by.id === id && AUTHORSHIP.has(action))
  );
};

/** The id of who is signed in, as authors have it. */
export const useOwnId = (): string => `user:${useSession().session.user.id}`;
