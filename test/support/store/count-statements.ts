import type { Db, Statement } from '../../../src/store/db.ts';

type Any = Statement<readonly unknown[], unknown>;

/** Calls `each` for every prepared statement that the connection runs from now on. */
export const countStatements = (db: Db, each: () => void): void => {
  const prepare = db.prepare.bind(db) as (sql: string) => Any;
  Object.assign(db, { prepare: (sql: string) => counted(prepare(sql), each) });
};

const counted = (statement: Any, each: () => void): Any => {
  const one: Any = {
    get reader() {
      return statement.reader;
    },
    run: (...parameters) => {
      each();
      return statement.run(...parameters);
    },
    get: (...parameters) => {
      each();
      return statement.get(...parameters);
    },
    all: (...parameters) => {
      each();
      return statement.all(...parameters);
    },
    iterate: (...parameters) => {
      each();
      return statement.iterate(...parameters);
    },
    pluck: () => {
      statement.pluck();
      return one;
    },
    raw: () => {
      statement.raw();
      return one;
    },
  };
  return one;
};
