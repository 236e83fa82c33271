import {
  countUndelivered,
  isDead,
  type Undelivered,
  type UndeliveredInARow,
} from '../../../domain/people/dead-number.ts';
import type { Db } from '../../db.ts';
import { statementCache } from '../../thread/statement-cache.ts';
import { steady } from '../steady.ts';

interface Row {
  readonly times: number;
  readonly permanent: number;
  readonly alerts: string;
  readonly last: string;
}

const KEEP = `
  INSERT INTO undelivered_numbers (number, times, permanent, alerts, last, last_at, dead)
  VALUES (:number, :times, :permanent, :alerts, :last, :at, :dead)
  ON CONFLICT (number) DO UPDATE
  SET times = excluded.times, permanent = excluded.permanent, alerts = excluded.alerts, last = excluded.last,
      last_at = excluded.last_at, dead = excluded.dead`;

/**
 * Counts undelivered messages for each number, in the commit in which the message ends. Delivered messages are the
 * usual case: while no number has a count, they cost one look at an empty table for all of a call; otherwise one
 * look-up by the number, which the caller has read anyway.
 */
export const prepareUndeliveredNumbers = (db: Db) => {
  const sql = statementCache(db);

  const wasDelivered = (numbers: readonly string[]): void => {
    if (sql('SELECT 1 FROM undelivered_numbers LIMIT 1').get() === undefined) return;
    sql(steady('DELETE FROM undelivered_numbers WHERE number IN (SELECT value FROM json_each(?))')).run(
      JSON.stringify(numbers),
    );
  };

  const wasUndelivered = (number: string, alert: number | undefined, undelivered: Undelivered): void => {
    const row = sql('SELECT times, permanent, alerts, last FROM undelivered_numbers WHERE number = ?').get(
      number,
    ) as Row | undefined;
    const before = row && {
      ...row,
      alerts: JSON.parse(row.alerts) as UndeliveredInARow['alerts'],
      last: JSON.parse(row.last) as UndeliveredInARow['last'],
    };
    const { times, permanent, alerts, last } = countUndelivered(before, alert, undelivered);
    sql(KEEP).run({
      number,
      times,
      permanent,
      alerts: JSON.stringify(alerts),
      last: JSON.stringify(last),
      at: undelivered.at,
      dead: isDead({ times, permanent }) ? 1 : 0,
    });
  };

  /** Forgets what was not delivered to the number, since it has shown that it lives; false if there was nothing. */
  const revive = (number: string): boolean =>
    sql('DELETE FROM undelivered_numbers WHERE number = ?').run(number).changes > 0;

  return { wasDelivered, wasUndelivered, revive };
};
