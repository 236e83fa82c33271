/**
 * A route that has taken some parts of a message goes on with the others alone. A migration: once released, its
 * statements are never changed.
 */
export const restOfParts = `
-- The concatenation reference of the last attempt at a long message: all its parts have it, whenever they leave.
ALTER TABLE messages ADD COLUMN concat_reference INTEGER;
-- Until reserved_until only this route may take the message; 9007199254740991: for ever.
ALTER TABLE messages ADD COLUMN reserved_for TEXT;
ALTER TABLE messages ADD COLUMN reserved_until INTEGER;
-- JSON: the parts that the route has surely not taken, and since when the attempt is under way.
ALTER TABLE messages ADD COLUMN rest TEXT;
`;
