import type { NewMessage } from '../../../domain/messages/message.ts';
import { priorityCode } from '../../../domain/messages/priority.ts';
import { stateCode } from '../../../domain/messages/state.ts';
import type { Db } from '../../db.ts';
import { encodingCode, uncertaintyCode } from '../../rows/codes.ts';
import type { MessagesTable } from '../../tables/message-tables.ts';
import { prepareRowsInsert } from '../row-insert.ts';
import { prepareLateInBlocks } from './number-blocks.ts';

export type Enqueue = (messages: readonly NewMessage[]) => void;

const QUEUED = stateCode('queued');

/** The columns of a message when it is stored, without its state. */
export const messageColumns = {
  id: ({ id }: NewMessage) => id,
  recipient: ({ to }: NewMessage) => to,
  sender: ({ from }: NewMessage) => from ?? null,
  text: ({ text }: NewMessage) => text,
  priority: ({ priority }: NewMessage) => priorityCode(priority),
  lane: ({ lane }: NewMessage) => lane,
  encoding: ({ encoding }: NewMessage) => encodingCode(encoding),
  flash: ({ flash }: NewMessage) => (flash ? 1 : 0),
  parts: ({ parts }: NewMessage) => parts,
  created_at: ({ createdAt }: NewMessage) => createdAt,
  due_at: ({ dueAt }: NewMessage) => dueAt,
  valid_until: ({ validUntil }: NewMessage) => validUntil,
  on_uncertain: ({ onUncertain }: NewMessage) => uncertaintyCode(onUncertain),
  reference: ({ reference }: NewMessage) => reference ?? null,
  only_routes: ({ routes }: NewMessage) => (routes === undefined ? null : JSON.stringify(routes)),
  owner: ({ owner }: NewMessage) => owner,
} satisfies Partial<Record<keyof MessagesTable, unknown>>;

export const prepareEnqueue = (db: Db): Enqueue => {
  const insert = prepareRowsInsert<NewMessage>(db, 'messages', { ...messageColumns, state: () => QUEUED });
  const suppress = db.prepare(
    `UPDATE messages SET state = ${stateCode('suppressed')}, reason = ?, final_at = created_at WHERE id = ?`,
  );
  const addLate = prepareLateInBlocks(db);
  return (messages) => {
    insert(messages);
    for (const { id, suppressed } of messages) if (suppressed !== undefined) suppress.run(suppressed, id);
    addLate(messages);
    db.tell?.();
  };
};
