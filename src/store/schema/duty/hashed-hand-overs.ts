/**
 * Hand-overs with a hash of their code instead of the code. One that waits while the gateway is updated ends without
 * an answer, since its code is not kept. A migration: once released, its statements are never changed.
 */
export const hashedHandOvers = `
ALTER TABLE hand_overs DROP COLUMN code;
ALTER TABLE hand_overs ADD COLUMN code_salt BLOB;
ALTER TABLE hand_overs ADD COLUMN code_hash BLOB;
`;
