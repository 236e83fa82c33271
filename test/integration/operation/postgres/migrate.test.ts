import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openDb } from '../../../../src/store/open-db.ts';
import { lockStore } from '../../../../src/store/sqlite/lock.ts';
import { commandHere } from '../../../support/gateway/command-here.ts';
import { serverUrl } from '../../../support/postgres/address.ts';
import { Configured } from '../../../support/postgres/configured.ts';

let postgres: Configured;
let folder: string;
const file = (name: string): string => join(folder, name);
const onFile = async (name: string): Promise<string> => {
  await writeFile(file(`${name}.yaml`), `store: { sqlite: ${file(`${name}.db`)} }\nroutes: []\n`, {
    mode: 0o600,
  });
  return file(`${name}.yaml`);
};
/** A database without tables. */
const makeEmpty = async (name: string): Promise<void> => {
  const client = new pg.Client({ connectionString: serverUrl() });
  await client.connect();
  await client.query(`CREATE DATABASE ${name}`);
  await client.end();
};
const migrate = (direction: string, from: string, to: string) =>
  commandHere('migrate', direction, '--from', from, '--config', to);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tocsin-migrate-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
beforeEach(async () => {
  postgres = await Configured.make();
  return () => postgres[Symbol.asyncDispose]();
});

test('a store goes from a file to an empty database and back: users, tokens and the audit log with its chain', async () => {
  const first = await onFile('first');
  await commandHere('user', 'create', '--name', 'Anna', '--role', 'admin', '--config', first);
  await commandHere('token', 'create', '--name', 'laptop', '--role', 'viewer', '--config', first);
  const before = await commandHere('audit', 'verify', '--config', first);
  const there = await migrate('sqlite-to-postgres', first, postgres.config);
  expect(there).toMatchObject({ code: 0, stderr: '' });
  expect(there.stdout).toMatch(/^audit {23}3$/m);
  expect(there.stdout).toMatch(/^users {23}1$/m);
  expect(there.stdout).toContain('each table was read back there, and is the same');
  expect(there.stdout).not.toContain(new URL(postgres.url).password);
  expect(await postgres.run('audit', 'verify')).toMatchObject({ code: 0, stdout: before.stdout });
  expect((await postgres.run('user', 'list')).stdout).toMatch(/^Anna /m);

  const second = await onFile('second');
  expect(await migrate('postgres-to-sqlite', postgres.config, second)).toMatchObject({ code: 0, stderr: '' });
  expect(await commandHere('audit', 'verify', '--config', second)).toMatchObject({ stdout: before.stdout });
  // Nobody uses a store any more that was moved, and it is not moved twice.
  for (const [direction, old] of [
    ['sqlite-to-postgres', first],
    ['postgres-to-sqlite', postgres.config],
  ] as const) {
    const moved = { code: 1, stderr: expect.stringContaining('the store was moved to ') };
    expect(await commandHere('user', 'list', '--config', old)).toMatchObject(moved);
    expect(
      await migrate(direction, old, direction === 'sqlite-to-postgres' ? postgres.config : second),
    ).toMatchObject(moved);
  }
  // The chain goes on with the next number.
  expect(
    await commandHere('token', 'create', '--name', 'next', '--role', 'viewer', '--config', second),
  ).toMatchObject({
    code: 0,
  });
  expect((await commandHere('audit', 'verify', '--config', second)).stdout).toMatch(
    /^4 rows hold together$/m,
  );
});

test('a database without a store is not copied, and gets no tables', async () => {
  const empty = await Configured.make('nothing');
  await using _dropped = empty;
  await makeEmpty(empty.database);
  expect(await migrate('postgres-to-sqlite', empty.config, await onFile('new'))).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('there is no store postgres://'),
  });
});

test('a store is not copied over one that has rows, nor from a store that a gateway may use', async () => {
  const third = await onFile('third');
  await commandHere('user', 'create', '--name', 'Bea', '--role', 'admin', '--config', third);
  await postgres.run('user', 'create', '--name', 'Eve', '--role', 'admin');
  expect(await migrate('sqlite-to-postgres', third, postgres.config)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("the new store isn't empty"),
  });
  using _gateway = lockStore(file('third.db'));
  expect(await migrate('sqlite-to-postgres', third, postgres.config)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('another gateway runs on'),
  });
});

test('a store is not copied to a database on which a gateway runs', async () => {
  const fourth = await onFile('fourth');
  await commandHere('user', 'create', '--name', 'Bea', '--role', 'admin', '--config', fourth);
  const gateway = openDb({ kind: 'postgres', url: postgres.url, isSole: true }, false);
  try {
    expect(await migrate('sqlite-to-postgres', fourth, postgres.config)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('another gateway runs on'),
    });
  } finally {
    gateway.close();
  }
});

test('what is wrong with the command is said: the direction, a missing file, a store that is not there', async () => {
  expect(await commandHere('migrate', 'sideways')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('migrate needs one of sqlite-to-postgres, postgres-to-sqlite'),
  });
  expect(await commandHere('migrate', 'sqlite-to-postgres', '--config', postgres.config)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('migrate needs --from FILE'),
  });
  expect(await migrate('postgres-to-sqlite', await onFile('first'), postgres.config)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('--from names a store of sqlite, and --config one of postgres'),
  });
  expect(await migrate('sqlite-to-postgres', await onFile('none'), postgres.config)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining(`there is no store ${file('none.db')}`),
  });
});
