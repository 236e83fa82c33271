import type { Alert, AlertActor, AlertDraft } from '../../domain/alerts/alert.ts';
import type { TriggerEventKey } from '../../domain/triggers/trigger-event-key.ts';
import type { AlertServiceDeps } from './alert-service-deps.ts';
import { newAlert } from './new-alert.ts';

/**
 * Stores a draft.
 *
 * @param authors ids of other people who wrote a part of the alert, such as its scenario: they may not approve it
 * @param event the event that causes the alert, stored in the same commit
 */
export const createAlert = async (
  { repository, clock, announce }: AlertServiceDeps,
  draft: AlertDraft,
  actor: AlertActor,
  authors: readonly string[] = [],
  event?: TriggerEventKey,
): Promise<Alert> => {
  const now = clock.now();
  const id = await repository.createAlert(draft, actor, now, authors, event);
  // The alert is built from the draft and not read back: somebody could have changed the stored alert already.
  const alert = newAlert(id, draft, authors, { ...actor, at: now });
  announce({ alert, actor, action: 'create', detail: undefined });
  return alert;
};
