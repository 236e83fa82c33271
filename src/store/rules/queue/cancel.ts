import type { MessageId } from '../../../domain/messages/message-id.ts';
import type { Db } from '../../db.ts';
import { MAY_BE_THERE } from './may-be-there.ts';
import { prepareTransition } from './transition.ts';

/** Withdraws a message that no route has, and of which no part may be on its way. */
export const prepareCancel = (db: Db) => {
  const find = db.prepare<[number], { may_be_there: number; lane: number; priority: number }>(
    `SELECT ${MAY_BE_THERE} AS may_be_there, lane, priority FROM messages WHERE id = ?`,
  );
  const { move } = prepareTransition(db);
  return (
    id: MessageId,
    nowMs: number,
  ): { kind: 'cancelled'; lane: number; priority: number } | { kind: 'tooLate' } | { kind: 'unknown' } => {
    const row = find.get(id);
    if (row === undefined) return { kind: 'unknown' };
    const cause = { at: nowMs, route: undefined, part: undefined, reason: undefined, evidence: undefined };
    if (row.may_be_there === 1 || !move(id, 'cancelled', { ...cause, reason: 'withdrawn' }))
      return { kind: 'tooLate' };
    return { kind: 'cancelled', lane: row.lane, priority: row.priority };
  };
};
