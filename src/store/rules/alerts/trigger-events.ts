import type { TriggerEventKey } from '../../../domain/triggers/trigger-event-key.ts';
import type { Db } from '../../db.ts';
import { shortKey } from '../../short-key.ts';

/** Stores an event that causes an alert as open: the launch of the alert has not been tried. */
export const prepareKeepEvent = (db: Db) => {
  const insert = db.prepare(
    'INSERT INTO trigger_events (trigger_name, identity, at, alert, open) VALUES (:trigger, :identity, :at, :alert, 1)',
  );
  return ({ trigger, identity }: TriggerEventKey, alert: number, at: number): void => {
    insert.run({ trigger, identity: shortKey(identity), alert, at });
  };
};
