import type { Mutant } from './mutant.ts';

const POSTGRES = 'src/store/postgres';

/** Rules about a database to which the connection may be lost. */
export const mutantsOfPostgres: readonly Mutant[] = [
  {
    name: 'the server is asked what became of a commit whose answer was lost',
    file: `${POSTGRES}/postgres-db.ts`,
    from: 'if (serial === undefined || !this.#wasMade(serial)) throw error;',
    to: 'throw error;',
    act: 'no room',
  },
  {
    name: 'a commit that never reached the server was not made',
    file: `${POSTGRES}/lost-commit.ts`,
    from: "ask(plain('ROLLBACK'));\n        return false;",
    to: "ask(plain('ROLLBACK'));\n        return true;",
    act: 'no room',
  },
  {
    name: 'nothing of a transaction is written after its connection was lost',
    file: `${POSTGRES}/postgres-db.ts`,
    from: "if (this.#isGivenUp) throw new PostgresError(GIVEN_UP, '08006', true);",
    to: '',
    act: 'no room',
  },
  {
    name: 'a database that fails is told as such (503)',
    file: 'src/store/thread/batches.ts',
    from: '(?:08|40|53|57|58|XX|F0)...',
    to: '(?:40|XX|F0)...',
    act: 'failing disk',
  },
];
