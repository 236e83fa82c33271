import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import pg from 'pg';
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { doctorCommand } from '../../../../src/commands/doctor/doctor.ts';
import type { Finding } from '../../../../src/commands/doctor/finding.ts';
import { systemClock } from '../../../../src/kernel/system-clock.ts';
import { becomeSole } from '../../../../src/store/postgres/gateway/sole.ts';
import { openPostgresForReading } from '../../../../src/store/postgres/open.ts';
import { migrations } from '../../../../src/store/schema/migrations.ts';
import { serverUrl } from '../../../support/postgres/address.ts';
import { Configured } from '../../../support/postgres/configured.ts';
import { urlOf } from '../../../support/postgres/database.ts';

let postgres: Configured;
beforeEach(async () => {
  postgres = await Configured.make();
});
afterEach(async () => {
  vi.restoreAllMocks();
  await postgres[Symbol.asyncDispose]();
});

const query = async (sql: string, url = serverUrl()): Promise<void> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
};

/** What is set here is of the database only: other tests share the server. */
const set = (setting: string): Promise<void> => query(`ALTER DATABASE ${postgres.database} SET ${setting}`);

const doctor = async () => {
  let said = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    said += String(text);
    return true;
  });
  const code = await doctorCommand(postgres.config, true);
  vi.restoreAllMocks();
  const findings = JSON.parse(said) as readonly Finding[];
  const of = (about: string) =>
    findings.filter((one) => one.about === about).map(({ level, what }) => `${level}: ${what}`);
  return { code, said, of };
};

test('doctor looks at a database of a PostgreSQL, its schema and its connections, and at no file of a store', async () => {
  await postgres.run('user', 'create', '--name', 'Anna', '--role', 'admin', '--phone', '+33639980001');
  const { said, of } = await doctor();
  expect(of('store')).toEqual([
    expect.stringMatching(
      /^fine: postgres:\/\/127\.0\.0\.1:\d+\/\w+ is PostgreSQL \d+\.\d+.*, with 0 unsent messages$/,
    ),
  ]);
  expect(of('schema')).toEqual([`fine: ${migrations.length}, that of this program`]);
  expect(of('connections')).toEqual([expect.stringContaining('fine: the server, the database and the user')]);
  expect(of('pooler')).toEqual([]);
  expect(of('server')).toEqual([]);
  expect(of('disk')).toEqual([]);
  expect(of('permissions')).toEqual([expect.stringContaining('fine: ')]);
  // Anna is an admin with a phone.
  expect(of('configuration').join()).not.toContain('nobody is told by SMS');
  expect(said).not.toContain(new URL(postgres.url).password);
});

test('doctor finds a server broken that loses in a crash what it has acknowledged', async () => {
  // The tests' server runs without fsync and full_page_writes, since its data are thrown away.
  expect((await doctor()).of('durability')).toEqual([
    'broken: fsync is off',
    'broken: full_page_writes is off',
  ]);
  await set('synchronous_commit = off');
  const { code, of } = await doctor();
  expect(of('durability')).toContain('broken: synchronous_commit is off');
  expect(code).toBe(1);
});

test('doctor finds a database broken in which nothing can be written', async () => {
  await set('default_transaction_read_only = on');
  expect((await doctor()).of('server')).toEqual(['broken: default_transaction_read_only is on']);
});

test('doctor finds a database broken whose encoding is not UTF8', async () => {
  const latin = `${postgres.database}_latin`;
  await query(`CREATE DATABASE ${latin} ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0`);
  onTestFinished(() => query(`DROP DATABASE ${latin} WITH (FORCE)`));
  await postgres.write(urlOf(latin));
  const { of } = await doctor();
  expect(of('server')).toEqual(['broken: the database has the encoding LATIN1']);
  expect(of('store')).toEqual([expect.stringContaining('without tables: the first start makes them')]);
});

test('doctor finds a user broken who may make no tables, and too few connections', async () => {
  const name = `u_${postgres.database}`;
  await query(`CREATE ROLE ${name} LOGIN PASSWORD 'long enough' CONNECTION LIMIT 2`);
  onTestFinished(() => query(`DROP ROLE ${name}`));
  const url = new URL(urlOf('postgres'));
  Object.assign(url, { username: name, password: 'long%20enough' });
  await postgres.write(url.href);
  const { of } = await doctor();
  expect(of('server')).toEqual(['broken: the user may make no tables in the database']);
  expect(of('connections')).toEqual([expect.stringMatching(/^warning: .* have room for 2 of the gateway$/)]);
});

test('doctor finds a schema broken that is newer than the program, and warns of one that the next start migrates', async () => {
  await query(`UPDATE tocsin_schema SET version = ${migrations.length + 1}`, postgres.url);
  expect((await doctor()).of('schema')).toEqual([expect.stringContaining('broken: ')]);
  await query(`UPDATE tocsin_schema SET version = ${migrations.length - 1}`, postgres.url);
  expect((await doctor()).of('schema')).toEqual([expect.stringContaining('warning: ')]);
});

test('doctor names the alarms that stand in the database, and an admin who is missed', async () => {
  await postgres.write(postgres.url, 'routes: []\naccess: { twoPersonsForAdmin: true }\n');
  await query(
    `INSERT INTO alarms (id, serial, kind, severity, since, raised_at, times, changed_at, told_at, tellings)
     VALUES ('diskReserve', 1, 'diskReserve', 'warning', ${systemClock.now()}, 1, 1, 1, '{}', 0)`,
    postgres.url,
  );
  const { of } = await doctor();
  expect(of('alarm diskReserve')).toEqual([expect.stringContaining('warning: ')]);
  expect(of('admins')).toEqual([expect.stringContaining('there is no admin')]);
});

test('doctor knows whether a gateway runs on the database', async () => {
  const gateway = openPostgresForReading(postgres.url);
  try {
    becomeSole(gateway, 'it');
    await postgres.write(postgres.url, 'http: { listen: "127.0.0.1:1" }\nroutes: []\n');
    expect((await doctor()).of('port')).toEqual([
      expect.stringContaining('broken: a gateway runs on the store'),
    ]);
  } finally {
    gateway.close();
  }
  expect((await doctor()).of('port')).toEqual([expect.stringContaining('fine: ')]);
});

test('doctor says why a server cannot be used, and never the password', async () => {
  const wrong = new URL(postgres.url);
  wrong.password = 'hunter22';
  await postgres.write(wrong.href);
  const refused = await doctor();
  expect(refused.of('store')).toEqual([
    expect.stringMatching(/^broken: postgres:.* can't be used: .*authentication failed/),
  ]);
  expect(refused.code).toBe(1);
  expect(refused.said).not.toContain('hunter22');
  await postgres.write(urlOf('not_there'));
  expect((await doctor()).of('store')).toEqual([expect.stringContaining('"not_there" does not exist')]);
  await postgres.write('postgres://tocsin@127.0.0.1:1/tocsin');
  expect((await doctor()).of('store')).toEqual([expect.stringContaining('ECONNREFUSED 127.0.0.1:1')]);
});

test('doctor does not tell anybody to end the gateway, while the server cannot say whether it is the gateway that listens', async () => {
  const gateway = createServer().listen(0, '127.0.0.1');
  await once(gateway, 'listening');
  onTestFinished(() => void gateway.close());
  const { port } = gateway.address() as AddressInfo;
  await postgres.write(
    'postgres://tocsin@127.0.0.1:1/tocsin',
    `http: { listen: "127.0.0.1:${port}" }\nroutes: []\n`,
  );
  expect((await doctor()).of('port')).toEqual([
    `fine: a program listens on 127.0.0.1:${port}: the gateway, if it runs`,
  ]);
});

test('doctor waits five seconds for a server that takes a connection and says nothing', async () => {
  const silent = createServer().listen(0, '127.0.0.1');
  await once(silent, 'listening');
  onTestFinished(() => void silent.close());
  await postgres.write(`postgres://tocsin@127.0.0.1:${(silent.address() as AddressInfo).port}/tocsin`);
  const before = performance.now();
  expect((await doctor()).of('store')).toEqual([expect.stringMatching(/^broken: .*timeout/)]);
  expect(performance.now() - before).toBeLessThan(20_000);
});
