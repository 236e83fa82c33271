/**
 * Finds the messages to a number, and those in a state, among millions. A migration: once released, its statements are
 * never changed.
 */
export const findMessages = `
-- The messages to each number, in blocks of consecutive ids. An index of all messages by number would be written at
-- another page for each message, which took longer than all else that is stored of it. A block is written at once, in
-- the order of its numbers (src/store/rules/queue/number-blocks.ts).
CREATE TABLE message_blocks (until_id INTEGER PRIMARY KEY) STRICT;
CREATE TABLE messages_to (
  -- The last id of the block. The first id follows the last id of the block before.
  until_id INTEGER NOT NULL,
  recipient TEXT NOT NULL,
  message_id INTEGER NOT NULL,
  PRIMARY KEY (until_id, recipient, message_id)
) STRICT, WITHOUT ROWID;
-- Triggers keep the blocks, whatever statement changes or deletes a message.
CREATE TRIGGER message_renamed AFTER UPDATE OF recipient ON messages
WHEN new.recipient <> old.recipient AND old.id <= (SELECT max(until_id) FROM message_blocks) BEGIN
  UPDATE messages_to SET recipient = new.recipient
    WHERE until_id = (SELECT until_id FROM message_blocks WHERE until_id >= old.id ORDER BY until_id LIMIT 1)
    AND recipient = old.recipient AND message_id = old.id;
END;
CREATE TRIGGER message_gone AFTER DELETE ON messages
WHEN old.id <= (SELECT max(until_id) FROM message_blocks) BEGIN
  DELETE FROM messages_to
    WHERE until_id = (SELECT until_id FROM message_blocks WHERE until_id >= old.id ORDER BY until_id LIMIT 1)
    AND recipient = old.recipient AND message_id = old.id;
END;

-- The states that messages_queue, messages_sending and messages_troubled leave out: so each state has an index.
CREATE INDEX messages_sent ON messages (id) WHERE state = 2;
CREATE INDEX messages_delivered ON messages (id) WHERE state = 3;
`;
