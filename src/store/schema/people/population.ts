/** How many people live in a place. A migration: once released, it is never changed. */
export const populationSchema = `
-- kind: postalCode or area; place: the postal code, or the id of the area.
CREATE TABLE population (
  kind TEXT NOT NULL,
  place TEXT NOT NULL,
  inhabitants INTEGER NOT NULL,
  households INTEGER,
  PRIMARY KEY (kind, place)
) STRICT, WITHOUT ROWID;
`;
