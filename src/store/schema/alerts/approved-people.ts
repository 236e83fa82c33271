/** For how many people alerts were approved. A migration: once released, its statements are never changed. */
export const approvedPeople = `
ALTER TABLE alerts ADD COLUMN approved_people INTEGER;
`;
