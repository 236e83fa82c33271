/**
 * For how many people alerts were when they were handed in for approval. A migration: once released, its statements are
 * never changed.
 */
export const submittedPeople = `
ALTER TABLE alerts ADD COLUMN submitted_people INTEGER;
`;
