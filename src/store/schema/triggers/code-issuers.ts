/**
 * Who issued each code for launches by SMS; of codes from before it is not known. A migration: once released, its
 * statements are never changed.
 */
export const codeIssuers = `
ALTER TABLE launch_codes ADD COLUMN issued_by TEXT;
`;
