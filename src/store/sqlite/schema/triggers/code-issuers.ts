/**
 * Who issued each code for launches by SMS. Of codes from before, the audit log knows it. A migration: once released,
 * its statements are never changed.
 */
export const codeIssuers = `
ALTER TABLE launch_codes ADD COLUMN issued_by TEXT;
UPDATE launch_codes SET issued_by = (
  SELECT actor FROM audit
  WHERE subject = 'number:' || phone AND action = 'launchCodes.issue' AND audit.at >= created_at
  ORDER BY id LIMIT 1
);
`;
