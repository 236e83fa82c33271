import {
  WITHDRAWN_WITH_TOKEN,
  type WithdrawCursor,
  type WithdrawStep,
} from '../../../domain/access/token.ts';
import { priorityOf } from '../../../domain/messages/priority.ts';
import { stateCode } from '../../../domain/messages/state.ts';
import type { Db } from '../../db.ts';
import { Classes, prepareTakeBack, type Queued } from '../alerts/take-back.ts';
import { steady } from '../steady.ts';

/** How many queued messages, of whatever token, one commit looks at: others must not wait for it. */
const LOOKED_AT_ONCE = 2000;

interface Looked extends Queued {
  readonly due_at: number;
  readonly owner: string;
  readonly alert: number | null;
}

const FROM_THE_START: WithdrawCursor = { lane: -1, priority: 0, dueAt: 0, id: 0 };

/**
 * Withdraws the queued messages of revoked tokens. Messages of alerts stay: whoever stops an alert says what becomes of
 * its waves.
 */
export const prepareWithdrawTokens = (db: Db) => {
  const { find, takeBack } = prepareTakeBack(db);
  // There is no index by owner, which every accepted message would pay for: the index of the queue is walked instead.
  const walk = db.prepare<[number, number, number, number], Looked>(
    steady(`
    SELECT id, lane, priority, due_at, owner, alert, possible_duplicate = 1 OR rest IS NOT NULL AS may_be_there, rest
    FROM messages INDEXED BY messages_queue
    WHERE state = ${stateCode('queued')} AND (lane, priority, due_at, id) > (?, ?, ?, ?)
    ORDER BY lane, priority, due_at, id LIMIT ${LOOKED_AT_ONCE}`),
  );
  const swept = db.prepare('UPDATE revoked_tokens SET swept_at = ? WHERE id = ?');
  const isWithdrawn = db.prepare<[number], unknown>(
    steady(`
    SELECT 1 FROM messages m JOIN revoked_tokens t ON t.id = m.owner
    WHERE m.id = ? AND m.alert IS NULL AND t.withdraw = 1`),
  );
  return {
    /** Looks at the next part of the queue. */
    withdrawOfToken: (
      id: string,
      from: WithdrawCursor | undefined,
      startedAt: number,
      at: number,
    ): WithdrawStep => {
      const { lane, priority, dueAt, id: lastId } = from ?? FROM_THE_START;
      const rows = walk.all(lane, priority, dueAt, lastId);
      const ended = new Classes();
      let uncertain = 0;
      for (const row of rows) {
        if (row.owner !== id || row.alert !== null) continue;
        takeBack(row, WITHDRAWN_WITH_TOKEN, at);
        if (row.may_be_there === 1) uncertain += 1;
        ended.add(row.lane, priorityOf(row.priority));
      }
      const last = rows.at(-1);
      const more = rows.length === LOOKED_AT_ONCE && last !== undefined;
      if (!more) swept.run(startedAt, id);
      const next = more
        ? { lane: last.lane, priority: last.priority, dueAt: last.due_at, id: last.id }
        : undefined;
      return { ended: ended.list(), uncertain, next };
    },
    /** For a message that has just come back into the queue. */
    withdrawnWithToken: (id: number, at: number): void => {
      const queued = isWithdrawn.get(id) === undefined ? undefined : find.get(id);
      if (queued !== undefined) takeBack(queued, WITHDRAWN_WITH_TOKEN, at);
    },
  };
};
