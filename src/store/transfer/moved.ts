import type { Db } from '../db.ts';

/** The table that only a store has which was moved: its messages wait in another one, and must not be sent here too. */
export const MOVED = 'moved_to';

/** Marks a store as moved, so that no gateway starts on it any more. */
export const markMoved = (db: Db, to: string): void => {
  db.exec(`CREATE TABLE ${MOVED} (place TEXT NOT NULL)`);
  db.prepare<[string]>(`INSERT INTO ${MOVED} (place) VALUES (?)`).run(to);
};

/** @throws Error that says where a store was moved that has the mark */
export const refuseMoved = (db: Db): never => {
  const to = db.prepare<[], string>(`SELECT place FROM ${MOVED}`).pluck().get();
  throw new Error(`the store was moved to ${to}, which has its messages now`);
};
