import type { Rest } from '../../../domain/messages/queue.ts';
import { stateCode } from '../../../domain/messages/state.ts';
import type { Db } from '../../db.ts';
import { steady } from '../steady.ts';
import { BY_RECIPIENT, EARLIER_UNKNOWN } from './may-be-there.ts';

const QUEUED = stateCode('queued');
const SENDING = stateCode('sending');

interface Row {
  readonly parts: number;
  /** The parts that a route has taken, with commas between them. */
  readonly taken: string;
}

/** Words the reason of a queued message that ends as `uncertain`. */
export const prepareUnknownPart = (db: Db) => {
  // One attempt alone has parts that a route took, each attempt is known by its claim, no part is without an answer,
  // and no receipt was ever taken for a part without one: then the other parts surely did not leave.
  const takenOnce = db.prepare<[number], Row>(
    steady(`
    SELECT m.parts, (SELECT string_agg(CAST(part AS TEXT), ',') FROM parts WHERE message_id = m.id) AS taken
    FROM messages m WHERE m.id = ?
      AND (SELECT count(DISTINCT attempt) FROM parts WHERE message_id = m.id) = 1
      AND (SELECT count(DISTINCT attempt) FROM events WHERE message_id = m.id
             AND from_state = ${QUEUED} AND to_state = ${SENDING}) = m.attempt
      AND NOT EXISTS (SELECT 1 FROM unanswered WHERE message_id = m.id AND recipient = m.recipient)
      AND NOT EXISTS (SELECT 1 FROM events WHERE message_id = m.id AND reason = '${BY_RECIPIENT}')`),
  );

  const missingOf = (id: number): readonly number[] => {
    const row = takenOnce.get(id);
    if (row === undefined) return [];
    const taken = new Set(row.taken.split(',').map(Number));
    return Array.from({ length: row.parts }, (_, index) => index + 1).filter((part) => !taken.has(part));
  };

  /** @param rest the column `rest` of the message */
  return (id: number, rest: string | null): string => {
    const kept = rest === null ? [] : (JSON.parse(rest) as Pick<Rest, 'parts'>).parts;
    const parts = kept.length > 0 ? kept : missingOf(id);
    if (parts.length === 0) return EARLIER_UNKNOWN;
    const are = parts.length === 1 ? 'part' : 'parts';
    return `its route has not taken ${are} ${parts.join(', ')}, and was given the others`;
  };
};
