import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { seededRandom } from '../../../src/sim/smsc/carrier/random.ts';
import { StoreLost } from '../../../src/store/db.ts';
import { openPostgresForReading, openPostgresForWriting } from '../../../src/store/postgres/open.ts';
import type { PostgresDb } from '../../../src/store/postgres/postgres-db.ts';
import { BlockingClient, PostgresError } from '../../../src/store/postgres/thread/blocking-client.ts';
import { SimulatedPostgres } from './simulated-postgres.ts';

let database: SimulatedPostgres;
let db: PostgresDb;
/** What the world does to the database. */
const condition: { failures: readonly string[] } = { failures: [] };

beforeEach(async () => {
  database = await SimulatedPostgres.make(seededRandom(7));
  db = openPostgresForWriting({ kind: 'postgres', url: database.configured.postgres });
  db.runPlain('BEGIN READ WRITE; CREATE TABLE probe (n BIGINT); COMMIT');
  condition.failures = [];
  database.opened(condition);
});
afterEach(() => database.remove());

/** Writes a row in a transaction, and reads in between. @throws what ends the transaction */
const write = (n: number): void => {
  db.begin();
  try {
    db.prepare<[number]>('INSERT INTO probe (n) VALUES (?)').run(n);
    db.prepare<[number]>('SELECT count(*) FROM probe WHERE n = ?').get(n);
    db.commit();
  } catch (error) {
    if (!(error instanceof StoreLost) && db.inTransaction) db.rollback();
    throw error;
  }
};

/** What another connection finds. */
const found = (): readonly number[] => {
  condition.failures = [];
  const reader = openPostgresForReading(database.configured.postgres);
  const rows = reader.prepare<[], number>('SELECT n FROM probe ORDER BY n').pluck().all();
  reader.close();
  return rows;
};

const failureOf = (work: () => void): unknown => {
  try {
    work();
    return undefined;
  } catch (error) {
    return error;
  }
};

test('connections are lost before and after commits, and each commit that returned is there, and no other', () => {
  condition.failures = [database.failureOf('no room', '') ?? ''];
  using connects = vi.spyOn(BlockingClient.prototype, 'connect');
  const written: number[] = [];
  const refused: unknown[] = [];
  for (let n = 0; n < 80; n++) {
    const failure = failureOf(() => write(n));
    if (failure === undefined) written.push(n);
    else refused.push(failure);
  }
  expect(refused.length).toBeGreaterThan(5);
  // Each loss is followed by a new connection. Those that refused nothing came after a commit.
  expect(connects.mock.calls.length).toBeGreaterThan(refused.length + 5);
  expect(refused.every((error) => error instanceof PostgresError && error.isLost)).toBe(true);
  expect(found()).toEqual(written);
});

test.each([
  ['SQLITE_FULL', '53100'],
  ['SQLITE_IOERR_WRITE', '58030'],
  ['SQLITE_READONLY', '25006'],
])('a disk that fails by %s refuses what writes by %s, and nothing else', (sqlite, state) => {
  condition.failures = [database.failureOf('failing disk', sqlite) ?? ''];
  expect(failureOf(() => write(1))).toMatchObject({ code: state, isLost: false });
  expect(db.prepare<[], number>('SELECT count(*) FROM probe').pluck().get()).toBe(0);
  condition.failures = [];
  write(2);
  expect(found()).toEqual([2]);
});

test('a server that is away refuses reads too, and takes writes again when it is back', () => {
  condition.failures = [database.failureOf('failing disk', 'SQLITE_IOERR_FSYNC') ?? ''];
  expect(failureOf(() => write(1))).toMatchObject({ isLost: true });
  expect(failureOf(() => db.prepare('SELECT n FROM probe').all())).toMatchObject({ isLost: true });
  condition.failures = [];
  write(2);
  expect(found()).toEqual([2]);
});

test('a process that dies before a commit leaves nothing of it, and after a commit all of it', () => {
  write(0);
  database.writeUntilCut('before', () => write(1))();
  expect(found()).toEqual([0]);
  db = openPostgresForWriting({ kind: 'postgres', url: database.configured.postgres });
  database.writeUntilCut('after', () => write(2))();
  expect(found()).toEqual([0, 2]);
});

test('a process that dies within a commit leaves all of it or nothing, and its successor may write at once', () => {
  const outcomes = new Set<string>();
  for (let n = 0; n < 20; n++) {
    let isOver: unknown;
    const left = database.writeUntilCut('within', () => {
      isOver = failureOf(() => write(n));
    });
    left();
    expect(isOver === undefined || isOver instanceof StoreLost).toBe(true);
    outcomes.add(
      `${isOver === undefined ? 'answered' : 'dead'}, ${found().includes(n) ? 'there' : 'not there'}`,
    );
    db = openPostgresForWriting({ kind: 'postgres', url: database.configured.postgres });
    write(100 + n);
  }
  expect([...outcomes].sort()).toEqual(['answered, there', 'dead, not there', 'dead, there']);
});
