/**
 * A route goes on alone with a message of which it has taken some parts. A migration: landed, so never edited, only
 * followed.
 */
export const restOfParts = `
-- Of the last attempt, where the message has several parts: all of them carry it, whenever they leave.
ALTER TABLE messages ADD COLUMN concat_reference INTEGER;
-- Only this route may take it until then; 9007199254740991: no other ever.
ALTER TABLE messages ADD COLUMN reserved_for TEXT;
ALTER TABLE messages ADD COLUMN reserved_until INTEGER;
-- JSON: the parts that the route has surely not taken, and since when the attempt is under way.
ALTER TABLE messages ADD COLUMN rest TEXT;
`;
