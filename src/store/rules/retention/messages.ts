import { idAt } from '../../../domain/messages/message-id.ts';
import { isFinal, stateCode, states } from '../../../domain/messages/state.ts';
import type { Key, Sql, Sweep } from './sweep.ts';

interface Row {
  readonly id: number;
  readonly created_at: number;
  readonly free: number;
}

const DAY_MS = 86_400_000;
const FINAL = states.filter(isFinal).map(stateCode).join(', ');
/**
 * SQL for messages that became final before `?`. It checks the state too: a message that waits for another attempt may
 * still have the `final_at` of an earlier end.
 */
const oldIn = (table: string): string =>
  `${table}.final_at IS NOT NULL AND ${table}.state IN (${FINAL}) AND ${table}.final_at < ?`;
const OLD = oldIn('messages');
const BELONGING = ['parts', 'events', 'opted_out_messages'].map(
  (table) => `DELETE FROM ${table} WHERE message_id = ?`,
);

/** Deletes a message with its parts, its events and its unanswered parts; returns how many rows. */
const removeMessage = (sql: Sql, id: Key[number] | undefined, before: number, whose: string): number => {
  const row = sql(`DELETE FROM messages WHERE id = ? AND ${OLD} AND ${whose} RETURNING recipient`).get(
    id,
    before,
  ) as { recipient: string } | undefined;
  if (row === undefined) return 0;
  const unanswered = sql('DELETE FROM unanswered WHERE recipient = ? AND message_id = ?').run(
    row.recipient,
    id,
  );
  sql('UPDATE unmatched_receipts SET guessed_for = NULL, guessed_attempt = NULL WHERE guessed_for = ?').run(
    id,
  );
  return BELONGING.reduce((removed, text) => removed + sql(text).run(id).changes, 1 + unanswered.changes);
};

/**
 * Finds messages that belong to no alert, by id: ids grow with the time of acceptance (docs/decisions/07-ids.md), and
 * an index of ages would have to be written with each message. The id also bounds the age: a message that came while
 * the clock was years behind is no older than the time in its id.
 */
export const messageSweep: Sweep = {
  find: (sql, { before, now }, after, limit) => {
    const old = idAt(before);
    // If the clock was ever ahead, new ids stay ahead of the clock from then on. Messages with such ids are looked at
    // after all others.
    const ahead = idAt(now + DAY_MS);
    const from = Number(after?.[0] ?? 0);
    const look = sql(`
      SELECT id, created_at, alert IS NULL AND ${OLD} AS free FROM messages
      WHERE id > ? AND id < ? ORDER BY id LIMIT ?`);
    const inOrder = from < old ? (look.all(before, from, old, limit) as Row[]) : [];
    const rows =
      inOrder.length > 0
        ? inOrder
        : (look.all(before, Math.max(from, ahead), Number.MAX_SAFE_INTEGER, limit) as Row[]);
    const last = rows.at(-1);
    const isOver =
      inOrder.length === 0 &&
      (rows.length < limit || rows.every((row) => row.created_at >= before && row.created_at <= now));
    return {
      keys: rows.filter(({ free }) => free === 1).map(({ id }) => [id]),
      next: last === undefined || isOver ? undefined : [last.id],
    };
  },
  remove: (sql, { before }, [id]) => removeMessage(sql, id, before, 'alert IS NULL'),
};

// CROSS JOIN makes SQLite begin with the alerts (sqlite.org/optoverview.html, 7.3).
const ofEmptied = (table: string, on: string, columns: string, may: string): string => `
  SELECT a.id AS alert, ${columns} FROM alerts a CROSS JOIN ${table}
  WHERE ${on} = a.id AND a.id >= ? AND a.emptied_at IS NOT NULL AND ${may} ORDER BY a.id LIMIT ?`;

/**
 * A sweep over rows of alerts whose people are to be deleted. The rows that `find` returned must be removed before the
 * next call of `find`, which begins at the same alert.
 */
const emptiedSweep = (
  find: string,
  key: readonly string[],
  removeRow: (sql: Sql, before: number, key: Key) => number,
  dated: boolean,
): Sweep => ({
  find: (sql, { before }, after, limit) => {
    const values = [after?.[0] ?? 0, ...(dated ? [before] : []), limit];
    const rows = sql(find).all(...values) as Readonly<Record<string, Key[number]>>[];
    return {
      keys: rows.map((row) => key.map((column) => row[column] ?? '')),
      next: rows.length < limit ? undefined : [rows.at(-1)?.['alert'] ?? 0],
    };
  },
  remove: (sql, { before }, values) => removeRow(sql, before, values),
});

/** EXISTS reads only the alert of the message. An IN would read all alerts for each message, and hold up the writer. */
const EMPTIED = 'EXISTS (SELECT 1 FROM alerts a WHERE a.id = messages.alert AND a.emptied_at IS NOT NULL)';

export const alertSweeps: readonly Sweep[] = [
  emptiedSweep(
    ofEmptied('messages m', 'm.alert', 'm.id', oldIn('m')),
    ['id'],
    (sql, before, [id]) => removeMessage(sql, id, before, EMPTIED),
    true,
  ),
  emptiedSweep(
    ofEmptied('alert_recipients r', 'r.alert_id', 'r.number, r.wave', 'TRUE'),
    ['alert', 'number', 'wave'],
    (sql, _before, key) =>
      sql('DELETE FROM alert_recipients WHERE alert_id = ? AND number = ? AND wave = ?').run(...key).changes,
    false,
  ),
  emptiedSweep(
    ofEmptied('alert_answers r', 'r.alert_id', 'r.id', 'TRUE'),
    ['id'],
    (sql, _before, key) => sql('DELETE FROM alert_answers WHERE id = ?').run(...key).changes,
    false,
  ),
];
