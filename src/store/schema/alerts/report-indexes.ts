/**
 * For reports over time, and for finding who exported a file by its digest. A migration: once released, its statements
 * are never changed.
 */
export const reportIndexes = `
CREATE INDEX alerts_launched ON alerts (launched_at, id) WHERE launched_at IS NOT NULL;
CREATE INDEX audit_exports ON audit (detail ->> '$.sha256', id) WHERE action IN ('alert.export', 'report.export');
`;
