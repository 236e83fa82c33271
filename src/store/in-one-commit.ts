import type { Db } from './db.ts';

/** Does the work in one transaction: all of it or nothing. */
export const inOneCommit = <T>(db: Db, work: () => T): T => {
  db.begin();
  try {
    const result = work();
    db.commit();
    return result;
  } catch (error) {
    if (db.inTransaction) db.rollback();
    throw error;
  }
};
