import type Database from 'better-sqlite3';

type Statement = Database.Statement<unknown[]>;
type Mode = 'pluck' | 'raw';

/**
 * Lets a connection to a file compile each statement when it is first used, which is also when an error in its SQL is
 * thrown. A database thread knows hundreds of statements, of which a process uses few: to compile them all took most of
 * the time of a start.
 */
export const lazily = (db: Database.Database): Database.Database => {
  const prepare = db.prepare.bind(db);
  return Object.assign(db, {
    prepare: (sql: string) => new LazyStatement(() => prepare<unknown[]>(sql)),
  });
};

/** What Tocsin uses of a statement. */
class LazyStatement {
  readonly #compile: () => Statement;
  #modes: readonly Mode[] = [];
  #compiled: Statement | undefined;

  constructor(compile: () => Statement) {
    this.#compile = compile;
  }

  get reader(): boolean {
    return this.#statement.reader;
  }

  run(...parameters: readonly unknown[]): Database.RunResult {
    return this.#statement.run(...parameters);
  }

  get(...parameters: readonly unknown[]): unknown {
    return this.#statement.get(...parameters);
  }

  all(...parameters: readonly unknown[]): unknown[] {
    return this.#statement.all(...parameters);
  }

  iterate(...parameters: readonly unknown[]): IterableIterator<unknown> {
    return this.#statement.iterate(...parameters);
  }

  pluck(): this {
    return this.#in('pluck');
  }

  raw(): this {
    return this.#in('raw');
  }

  #in(mode: Mode): this {
    this.#modes = [...this.#modes, mode];
    this.#compiled?.[mode]();
    return this;
  }

  get #statement(): Statement {
    if (this.#compiled === undefined) {
      const statement = this.#compile();
      for (const mode of this.#modes) statement[mode]();
      this.#compiled = statement;
    }
    return this.#compiled;
  }
}
