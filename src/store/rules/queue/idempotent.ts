import type { NewMessage } from '../../../domain/messages/message.ts';
import type { MessageId } from '../../../domain/messages/message-id.ts';
import type { BatchProgress, StoredOnce } from '../../../domain/messages/message-store.ts';
import type { IdempotencyKey } from '../../../kernel/idempotency-key.ts';
import type { Db } from '../../db.ts';
import type { Enqueue } from './enqueue.ts';

interface Row {
  readonly digest: string;
  readonly message_id: number | null;
  readonly lines_done: number | null;
}

const FIND = 'SELECT digest, message_id, lines_done FROM idempotency WHERE owner = ? AND key = ?';

/** Stores a message and its key in one commit: a retry finds both or neither. */
export const prepareEnqueueOnce = (db: Db, enqueue: Enqueue) => {
  const find = db.prepare<[string, string], Row>(FIND);
  const keep = db.prepare(`
    INSERT INTO idempotency (owner, key, digest, message_id, created_at)
    VALUES (:owner, :key, :digest, :messageId, :createdAt)`);
  return ({ owner, key, digest }: IdempotencyKey, message: NewMessage): StoredOnce => {
    const known = find.get(owner, key);
    if (known !== undefined) {
      if (known.digest !== digest || known.message_id === null) return { kind: 'conflict' };
      return { kind: 'repeated', id: known.message_id as MessageId };
    }
    keep.run({ owner, key, digest, messageId: message.id, createdAt: message.createdAt });
    enqueue([message]);
    return { kind: 'stored' };
  };
};

/** Stores lines of a batch and its progress in one commit: a retry goes on after the last line that is on disk. */
export const prepareEnqueueBatch = (db: Db, enqueue: Enqueue) => {
  const find = db.prepare<[string, string], Row>(FIND);
  const keep = db.prepare(`
    INSERT INTO idempotency (owner, key, digest, lines_done, created_at)
    VALUES (:owner, :key, :digest, :linesDone, :agesFrom)
    ON CONFLICT (owner, key) DO UPDATE
    SET digest = excluded.digest, lines_done = excluded.lines_done, created_at = max(idempotency.created_at, excluded.created_at)`);
  return (
    owner: string,
    key: string,
    before: BatchProgress,
    after: BatchProgress,
    messages: readonly NewMessage[],
    nowMs: number,
  ): boolean => {
    const known = find.get(owner, key);
    // Stores nothing if another request with the same key came in between, if that key was used with another digest, or
    // if a single message has the key.
    if ((known?.lines_done ?? 0) !== before.linesDone || (known?.digest ?? before.digest) !== before.digest)
      return false;
    // The row counts as stored at the end of the validity of its last message, so that retention keeps it until then: a
    // retry must find it. The row does not name its messages, so their states cannot decide.
    const agesFrom = messages.reduce((latest, { validUntil }) => Math.max(latest, validUntil), nowMs);
    keep.run({ owner, key, ...after, agesFrom });
    enqueue(messages);
    return true;
  };
};

export const prepareBatchProgress = (db: Db) => {
  const find = db.prepare<[string, string], Row>(FIND);
  return (owner: string, key: string): BatchProgress | 'otherKind' | undefined => {
    const known = find.get(owner, key);
    if (known === undefined) return undefined;
    return known.lines_done === null ? 'otherKind' : { linesDone: known.lines_done, digest: known.digest };
  };
};
