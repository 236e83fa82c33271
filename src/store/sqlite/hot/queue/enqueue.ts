import type { NewMessage } from '../../../../domain/messages/message.ts';
import { priorityCode } from '../../../../domain/messages/priority.ts';
import { stateCode } from '../../../../domain/messages/state.ts';
import { encodingCode, uncertaintyCode } from '../../../codes.ts';
import type { Db } from '../../open.ts';

export type Enqueue = (messages: readonly NewMessage[]) => void;

const QUEUED = stateCode('queued');

export const prepareEnqueue = (db: Db): Enqueue => {
  const insert = db.prepare(`
    INSERT INTO messages (id, recipient, sender, text, state, priority, lane, encoding, flash, parts, created_at, due_at,
                          valid_until, on_uncertain, reference, only_routes, owner)
    VALUES (?, ?, ?, ?, ${QUEUED}, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const suppress = db.prepare(
    `UPDATE messages SET state = ${stateCode('suppressed')}, reason = ?, final_at = created_at WHERE id = ?`,
  );
  return (messages) => {
    for (const message of messages) {
      insert.run(
        message.id,
        message.to,
        message.from ?? null,
        message.text,
        priorityCode(message.priority),
        message.lane,
        encodingCode(message.encoding),
        message.flash ? 1 : 0,
        message.parts,
        message.createdAt,
        message.dueAt,
        message.validUntil,
        uncertaintyCode(message.onUncertain),
        message.reference ?? null,
        message.routes === undefined ? null : JSON.stringify(message.routes),
        message.owner,
      );
      if (message.suppressed !== undefined) suppress.run(message.suppressed, message.id);
    }
  };
};
