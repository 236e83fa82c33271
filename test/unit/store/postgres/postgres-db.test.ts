import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Gateway } from '../../../../src/store/postgres/gateway/gateway.ts';
import { openPostgresForWriting } from '../../../../src/store/postgres/open.ts';
import { PostgresDb } from '../../../../src/store/postgres/postgres-db.ts';
import { dropDatabase, ensureDatabase, urlOf } from '../../../support/postgres/database.ts';
import { openUnguarded } from '../../../support/postgres/open-unguarded.ts';

const NAME = `db_${process.pid}`;

let db: PostgresDb;

const keysOf = (): readonly unknown[] => db.prepare('SELECT key FROM lanes ORDER BY lane').pluck().all();
const put = (lane: number, key: string) =>
  db.prepare<[number, string]>('INSERT INTO lanes (lane, key) VALUES (?, ?)').run(lane, key);

/** What an administrator does meanwhile. */
const asAdmin = async (statement: string): Promise<void> => {
  const client = new pg.Client({ connectionString: urlOf(NAME) });
  await client.connect();
  await client.query(statement);
  await client.end();
};

beforeAll(async () => {
  await ensureDatabase(NAME, async (url) => openPostgresForWriting({ kind: 'postgres', url }).close());
  await asAdmin(`ALTER DATABASE ${NAME} SET synchronous_commit = off`);
  await asAdmin(`ALTER DATABASE ${NAME} SET default_transaction_isolation = 'serializable'`);
});
afterAll(() => dropDatabase(NAME));
beforeEach(() => {
  db = openUnguarded(urlOf(NAME));
  db.exec('DELETE FROM lanes');
});
afterEach(() => db.close());

describe('a transaction on PostgreSQL', () => {
  test('is synced before it is answered, and sees what others have committed, whatever is set for the database', () => {
    db.begin();
    expect(db.prepare('SHOW synchronous_commit').pluck().get()).toBe('on');
    expect(db.prepare('SHOW transaction_isolation').pluck().get()).toBe('read committed');
    db.rollback();
  });

  test('has no plan compiled', () => {
    expect(db.prepare('SHOW jit').pluck().get()).toBe('off');
  });

  test('has its statements in their order, also those that are sent later, and counts what they wrote', () => {
    db.begin();
    const first = put(1, 'a');
    put(2, 'b');
    expect(keysOf()).toEqual(['a', 'b']);
    expect(first.changes).toBe(1);
    const changes = db.changes;
    const none = db.prepare<[number]>('DELETE FROM lanes WHERE lane = ?').run(9);
    expect(db.changes).toBe(changes);
    expect(none.changes).toBe(0);
    put(3, 'c');
    db.commit();
    expect(keysOf()).toEqual(['a', 'b', 'c']);
  });

  test('has the error of a statement that was sent later, and nothing of it is kept', () => {
    db.begin();
    put(1, 'a');
    put(1, 'b');
    expect(() => db.commit()).toThrow('duplicate key');
    db.rollback();
    expect(keysOf()).toEqual([]);
  });

  test('of which an error was not noticed is not taken for a commit', () => {
    db.begin();
    put(1, 'a');
    expect(() => db.prepare('SELECT 1 / 0').get()).toThrow('division by zero');
    expect(() => db.commit()).toThrow('current transaction is aborted');
    db.rollback();
    db.begin();
    expect(() => db.prepare('SELECT 1 / 0').get()).toThrow('division by zero');
    expect(() => db.commit()).toThrow('the transaction was given up');
    expect(keysOf()).toEqual([]);
  });

  test('goes back to a savepoint, with what was to be sent before it', () => {
    db.begin();
    put(1, 'a');
    db.exec('SAVEPOINT call');
    put(1, 'b');
    expect(() => db.exec('RELEASE call')).toThrow('duplicate key');
    db.exec('ROLLBACK TO call');
    db.exec('RELEASE call');
    put(2, 'c');
    db.commit();
    expect(keysOf()).toEqual(['a', 'c']);
  });

  test('whose connection is lost takes no statement any more, so that none is written outside of it', async () => {
    db.begin();
    put(1, 'a');
    expect(keysOf()).toEqual(['a']);
    await asAdmin(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
    );
    expect(() => keysOf()).toThrow();
    expect(db.inTransaction).toBe(false);
    expect(() => put(2, 'b').changes).toThrow('the transaction was given up');
    expect(() => db.exec('DELETE FROM lanes')).toThrow('the transaction was given up');
    db.begin();
    put(3, 'c');
    db.commit();
    expect(keysOf()).toEqual(['c']);
  });
});

test('a command writes nothing outside of a transaction, as after a BEGIN that failed', () => {
  const command = openPostgresForWriting({ kind: 'postgres', url: urlOf(NAME) });
  try {
    const add = command.prepare<[number, string]>('INSERT INTO lanes (lane, key) VALUES (?, ?)');
    expect(() => add.run(1, 'a')).toThrow('read-only transaction');
  } finally {
    command.close();
  }
  expect(keysOf()).toEqual([]);
});

test('the server ends a command that is frozen in a transaction, so that gateways can write again', () => {
  const command = openPostgresForWriting({ kind: 'postgres', url: urlOf(NAME) });
  try {
    const setting = command.prepare('SHOW idle_in_transaction_session_timeout').pluck();
    expect(setting.get()).toBe('5s');
  } finally {
    command.close();
  }
});

describe('a gateway', () => {
  /** Writes a row in a transaction of a gateway. @param fence what the transaction begins with */
  const writeAsGateway = (fence: string): void => {
    const gateway: Gateway = {
      node: undefined,
      isAlone: true,
      fence: () => fence,
      take: () => undefined,
      register: () => undefined,
    };
    const own = new PostgresDb({ url: urlOf(NAME), isReadOnly: false, name: NAME }, gateway);
    try {
      own.begin();
      own.prepare<[number, string]>('INSERT INTO lanes (lane, key) VALUES (?, ?)').run(1, 'a');
      own.commit();
    } finally {
      own.close();
    }
  };

  test('writes nothing in a transaction whose BEGIN fails, though its statements are sent together with it', () => {
    // The server refuses the whole text before it runs BEGIN, as it may by a cancel in that moment.
    expect(() => writeAsGateway('; no SQL')).toThrow('syntax error');
    expect(keysOf()).toEqual([]);
    writeAsGateway('');
    expect(keysOf()).toEqual(['a']);
  });

  test('writes nothing into a database that its administrator has made read-only', async () => {
    await asAdmin(`ALTER DATABASE ${NAME} SET default_transaction_read_only = on`);
    try {
      expect(() => writeAsGateway('')).toThrow('read-only transaction');
    } finally {
      await asAdmin(`BEGIN READ WRITE; ALTER DATABASE ${NAME} RESET default_transaction_read_only; COMMIT`);
    }
    expect(keysOf()).toEqual([]);
  });
});

test('a text with the character NUL is stored with the sign for it', () => {
  put(1, 'a\0b');
  expect(keysOf()).toEqual(['a\u2400b']);
});

test('a row has numbers for numbers and comparisons, buffers for octets, and the names that the statement gives', () => {
  const row = db.prepare<[number, Buffer], object>(
    'SELECT CAST(? AS BIGINT) AS dueAt, CAST(? AS BLOB) AS octets, 1 < 2 AS isLess, 1 > 2 AS isMore, 0.5 AS half',
  );
  const octets = Buffer.from([0, 1, 255]);
  expect(() => row.get(2 ** 52, octets)).toThrow('type "blob" does not exist');
  const shared = db.prepare<[number], object>(
    "SELECT CAST(? AS BIGINT) AS dueAt, 1 < 2 AS isLess, 1 > 2 AS isMore, 0.5 AS half, NULL AS nothing, 'a' AS text",
  );
  expect(shared.get(2 ** 52)).toEqual({
    dueAt: 2 ** 52,
    isLess: 1,
    isMore: 0,
    half: 0.5,
    nothing: null,
    text: 'a',
  });
});
