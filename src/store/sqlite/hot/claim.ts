import { priorityCode } from '../../../domain/priority.ts';
import type { ClaimRequest, ClaimResult } from '../../../domain/queue.ts';
import { stateCode } from '../../../domain/state.ts';
import { CLAIMED_COLUMNS, type ClaimedRow, toClaimed } from '../../claimed-row.ts';
import type { Db } from '../open.ts';

const QUEUED = stateCode('queued');
const SENDING = stateCode('sending');
// The queue's index serves only a WHERE that names its own condition.
const DUE = `state = ${QUEUED} AND lane = ? AND priority = ? AND due_at <= ? AND valid_until > ?
             AND (avoid_route IS NULL OR avoid_route <> ? OR avoid_until <= ?)`;

/**
 * Takes the next messages of one class for a route. The commit that holds this is the intent that precedes the first
 * octet (truth, promise 3).
 */
export const prepareClaim = (db: Db) => {
  const select = db.prepare<unknown[], ClaimedRow>(
    `SELECT ${CLAIMED_COLUMNS} FROM messages WHERE ${DUE} ORDER BY due_at, id LIMIT ?`,
  );
  // All at once: a statement for each takes twice as long.
  const mark = db.prepare(`
    UPDATE messages SET state = ${SENDING}, attempt = attempt + 1, route = ?, claimed_at = ?
    WHERE id IN (SELECT value FROM json_each(?))`);
  const next = db.prepare<[number, number, number], { due_at: number }>(
    `SELECT due_at FROM messages WHERE state = ${QUEUED} AND lane = ? AND priority = ? AND valid_until > ?
     ORDER BY due_at LIMIT 1`,
  );
  return ({ lane, priority, route, maxParts, now }: ClaimRequest): ClaimResult => {
    const code = priorityCode(priority);
    const rows = select.all(lane, code, now, now, route, now, maxParts);
    const claimed = [];
    let parts = 0;
    for (const row of rows) {
      if (claimed.length > 0 && parts + row.parts > maxParts) break;
      parts += row.parts;
      claimed.push(toClaimed({ ...row, attempt: row.attempt + 1 }));
    }
    if (claimed.length > 0) mark.run(route, now, JSON.stringify(claimed.map(({ id }) => id)));
    return { claimed, nextDueAt: next.get(lane, code, now)?.due_at };
  };
};
