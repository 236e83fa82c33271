import type { TriggerEventKey } from '../../../domain/triggers/trigger-event-key.ts';
import type { Db } from '../../db.ts';

/** Stores an event that causes an alert as open: the launch of the alert has not been tried. */
export const prepareKeepEvent = (db: Db) => {
  const insert = db.prepare(
    'INSERT INTO trigger_events (trigger_name, identity, at, alert, open) VALUES (:trigger, :identity, :at, :alert, 1)',
  );
  return (event: TriggerEventKey, alert: number, at: number): void => {
    insert.run({ ...event, alert, at });
  };
};
