/**
 * For the limit of what one person tests within an hour. A migration: once released, its statements are never changed.
 */
export const alertTestsByPerson = `
CREATE INDEX alert_tests_by_person ON alert_tests (by_id, at);
`;
