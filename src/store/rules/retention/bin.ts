import { KEPT_LISTS } from '../../rows/bin-rows.ts';
import { type Sweep, sweepById } from './sweep.ts';

/** What was removed long ago can't be restored any more. The approval of a scenario goes with it. */
const removed: Sweep = {
  ...sweepById({ table: 'bin', at: 'removed_at' }),
  remove: (sql, { before }, key) => {
    const [id] = key;
    const approvals = sql(`
      DELETE FROM scenario_approvals WHERE scenario_id IN (
        SELECT thing FROM bin WHERE id = ? AND removed_at < ? AND kind = 'scenario')`).run(
      id,
      before,
    ).changes;
    return approvals + sql('DELETE FROM bin WHERE id = ? AND removed_at < ?').run(id, before).changes;
  },
};

// Steps from list to list in the primary key, instead of reading all members.
const NEXT_GONE = `
  WITH RECURSIVE ids (id) AS (
    SELECT min(list_id) FROM list_members WHERE list_id >= ?
    UNION ALL
    SELECT (SELECT min(list_id) FROM list_members WHERE list_id > ids.id) FROM ids WHERE ids.id IS NOT NULL)
  SELECT id FROM ids WHERE id IS NOT NULL AND id NOT IN ${KEPT_LISTS} LIMIT 1`;

/** The members of lists that are not in the bin any more. A list may have a million: they go some at a time. */
const membersOfGone: Sweep = {
  find: (sql, _span, after, limit) => {
    const [from = 0, since = ''] = after ?? [];
    const gone = sql(NEXT_GONE).get(from) as { id: number } | undefined;
    if (gone === undefined) return { keys: [], next: undefined };
    const { id } = gone;
    const rows = sql(
      'SELECT number FROM list_members WHERE list_id = ? AND number > ? ORDER BY number LIMIT ?',
    ).all(id, id === from ? since : '', limit) as { number: string }[];
    const last = rows.at(-1);
    return {
      keys: rows.map(({ number }) => [id, number]),
      next: last === undefined || rows.length < limit ? [id + 1, ''] : [id, last.number],
    };
  },
  remove: (sql, _span, key) =>
    sql(`
      DELETE FROM list_members WHERE list_id = ? AND number = ?
        AND NOT EXISTS (SELECT 1 FROM lists WHERE id = list_id)
        AND NOT EXISTS (SELECT 1 FROM bin WHERE kind = 'list' AND thing = list_id)`).run(...key).changes,
};

export const binSweeps: readonly Sweep[] = [removed, membersOfGone];
