import type { NewMessage } from '../../../domain/messages/message.ts';
import type { Db } from '../../db.ts';

/**
 * How many messages a block has. The writer needs some 4 ms for a block, for which a critical message may wait. A
 * search looks into each block, so smaller blocks make it slower.
 */
const IN_BLOCK = 4096;

/**
 * Keeps the messages to each number in blocks of consecutive ids, in which a search finds them
 * (src/store/schema/messages/find-messages.ts). Messages after the last block are read one by one. If the clock
 * was far ahead once, later messages have smaller ids than the last block, and are added to it one by one.
 */
export const prepareNumberBlocks = (db: Db) => {
  const last = db.prepare<[], number | null>('SELECT max(until_id) FROM message_blocks').pluck();
  const end = db
    .prepare<[number], number>(
      `SELECT id FROM messages WHERE id > ? ORDER BY id LIMIT 1 OFFSET ${IN_BLOCK - 1}`,
    )
    .pluck();
  const fill = db.prepare(`
    INSERT INTO messages_to (until_id, recipient, message_id)
    SELECT @until, recipient, id FROM messages WHERE id > @after AND id <= @until ORDER BY recipient, id`);
  const keep = db.prepare('INSERT INTO message_blocks (until_id) VALUES (?)');
  // The last block stays: it says which messages are in blocks.
  const isEmpty = `until_id < (SELECT max(until_id) FROM message_blocks)
    AND NOT EXISTS (SELECT 1 FROM messages_to t WHERE t.until_id = message_blocks.until_id)`;
  const empty = db.prepare<[], number>(`SELECT until_id FROM message_blocks WHERE ${isEmpty}`).pluck();
  const dropEmpty = db.prepare(`DELETE FROM message_blocks WHERE until_id = ? AND ${isEmpty}`);

  return {
    /** The last id of the next block; undefined while too few messages have been stored since the last block. */
    nextBlock: (): number | undefined => end.get(last.get() ?? 0),
    /** Writes the block up to the id, which `nextBlock` returned. */
    writeBlock: (until: number): void => {
      const after = last.get() ?? 0;
      if (until <= after) return;
      fill.run({ after, until });
      keep.run(until);
    },
    /** The blocks of which no message is left, by their last ids. */
    emptyBlocks: (): readonly number[] => empty.all(),
    /** Removes those of these blocks that are still without messages. */
    dropBlocks: (blocks: readonly number[]): void => {
      for (const until of blocks) dropEmpty.run(until);
    },
  };
};

/** How many blocks are read for a person at once, so that others wait some ms only. */
const READ_AT_ONCE = 12;

/** Finds the messages to a number that are in blocks. */
export const prepareInBlocks = (db: Db) => {
  const ends = db
    .prepare<[number], number>(
      `SELECT until_id FROM message_blocks WHERE until_id > ? ORDER BY until_id LIMIT ${READ_AT_ONCE}`,
    )
    .pluck();
  const idsIn = db
    .prepare<[number, string], number>(
      'SELECT message_id FROM messages_to WHERE until_id = ? AND recipient = ? ORDER BY message_id',
    )
    .pluck();
  /** Reads the next blocks after an id; undefined: no block follows. `next` is the last id of the blocks read. */
  return (
    number: string,
    after: number,
  ): { readonly ids: readonly number[]; readonly next: number } | undefined => {
    const blocks = ends.all(after);
    const next = blocks.at(-1);
    if (next === undefined) return undefined;
    return { ids: blocks.flatMap((until) => idsIn.all(until, number)), next };
  };
};

/**
 * Adds messages that are stored after a message with a greater id to the block of their id, if that is written already.
 * To be called with all messages that are stored, in the same commit.
 */
export const prepareLateInBlocks = (db: Db) => {
  const last = db.prepare<[], number | null>('SELECT max(until_id) FROM message_blocks').pluck();
  const add = db.prepare(`
    INSERT INTO messages_to (until_id, recipient, message_id)
    SELECT until_id, @to, @id FROM message_blocks WHERE until_id >= @id ORDER BY until_id LIMIT 1`);
  return (messages: readonly Pick<NewMessage, 'id' | 'to'>[]): void => {
    const until = messages.length === 0 ? null : last.get();
    if (until === null || until === undefined) return;
    for (const { id, to } of messages) if (id <= until) add.run({ id, to });
  };
};
