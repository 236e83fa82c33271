import Database from 'better-sqlite3';

/**
 * Writes so many contacts, all on one list, into the store of a gateway that was started once and has stopped. Returns
 * the id of the list. Their numbers are those reserved for fiction, with more digits, so that nobody has them.
 */
export const seedContacts = (sqlite: string, people: number): number => {
  const db = new Database(sqlite);
  try {
    db.pragma('synchronous = OFF');
    const list = db
      .prepare(
        `INSERT INTO lists (name, definition, created_at) VALUES ('everybody', '{"kind":"emergency"}', 0)`,
      )
      .run().lastInsertRowid;
    const numbers = `WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ${people})`;
    const number = `'+3363998' || printf('%07d', i)`;
    db.transaction(() => {
      db.exec(
        `INSERT INTO contacts (number, language, attributes, source, created_at, updated_at)
         ${numbers} SELECT ${number}, CASE i % 10 WHEN 0 THEN 'en' ELSE 'fr' END, '{}', 'api', 0, 0 FROM n`,
      );
      db.exec(
        `INSERT INTO list_members (list_id, number, consent, consent_source, consent_at)
         ${numbers} SELECT ${Number(list)}, ${number}, 'given', 'seed', 0 FROM n`,
      );
    })();
    return Number(list);
  } finally {
    db.close();
  }
};
