import type { TriggerEventKey } from '../triggers/trigger-event-key.ts';
import type { AlertActor, AlertDraft } from './alert.ts';

/** How an alert comes onto the disk. */
export interface NewAlertRepository {
  /**
   * Stores a draft and returns its id.
   * @param authors see `Alert.authors`; left out: none
   * @param event the event that causes the alert. The same commit stores it as open, so that it makes no second one
   */
  createAlert(
    draft: AlertDraft,
    actor: Pick<AlertActor, 'id' | 'name'>,
    nowMs: number,
    authors?: readonly string[],
    event?: TriggerEventKey,
  ): Promise<number>;
}
