/** Pages of a case that a phone of duty asked for. A migration: once released, its statements are never changed. */
export const askedCasePages = `
-- The SMS that asked for the page; NULL: it is one to the duty list.
ALTER TABLE case_pages ADD COLUMN asked_by TEXT;
CREATE INDEX case_pages_asked ON case_pages (phone, at) WHERE asked_by IS NOT NULL;
`;
