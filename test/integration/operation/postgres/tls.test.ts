import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { doctorCommand } from '../../../../src/commands/doctor/doctor.ts';
import type { Finding } from '../../../../src/commands/doctor/finding.ts';
import { openPostgresForReading, openPostgresForWriting } from '../../../../src/store/postgres/open.ts';
import { Configured } from '../../../support/postgres/configured.ts';
import { KeptServer } from '../../../support/postgres/kept-server.ts';

const fixture = (name: string): string =>
  fileURLToPath(new URL(`../../../fixtures/tls/${name}`, import.meta.url));
const CA = fixture('database-ca.pem');
const VERIFIED = `?sslmode=verify-full&sslrootcert=${CA}`;

let server: KeptServer;
let configured: Configured;

/** The command that writes the lines of a text into a file of the server, which nobody else may read. */
const writing = (text: string, file: string): string =>
  `COPY (SELECT unnest(string_to_array('${text}', E'\\n'))) TO PROGRAM 'umask 077; cat > ${file}'`;

beforeAll(async () => {
  server = await KeptServer.start();
  configured = await Configured.on(server);
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  await client.query(writing(readFileSync(fixture('database.key'), 'utf8'), 'server.key'));
  await client.query(writing(readFileSync(fixture('database.pem'), 'utf8'), 'server.crt'));
  await client.query('ALTER SYSTEM SET ssl = on');
  await client.query(writing('hostssl all all all scram-sha-256', 'pg_hba.conf'));
  await client.query('SELECT pg_reload_conf()');
  // The server takes over its settings in a moment of its own.
  const refuses = () => openPostgresForReading(configured.url).close();
  await vi.waitFor(() => expect(refuses).toThrow('no encryption'), 10_000);
  await client.end();
});
afterAll(async () => {
  await configured[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});

const as = (query: string, host = '127.0.0.1'): string => configured.url.replace('127.0.0.1', host) + query;

const tokens = async (url: string) => {
  await configured.write(url);
  return configured.run('token', 'list');
};

test.each(['127.0.0.1', 'localhost'])(
  'a server that takes TLS alone is reached at %s, which its certificate names, by the writer, the reader and a command',
  async (host) => {
    const url = as(VERIFIED, host);
    const writer = openPostgresForWriting({ kind: 'postgres', url, isSole: true });
    onTestFinished(() => writer.close());
    const reader = openPostgresForReading(url);
    onTestFinished(() => reader.close());
    const isEncrypted = 'SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()';
    for (const db of [writer, reader]) expect(db.prepare(isEncrypted).get()).toEqual({ ssl: 1 });
    expect(await tokens(url)).toMatchObject({ code: 0 });
  },
);

test('doctor looks at it by TLS too', async () => {
  await configured.write(as(VERIFIED));
  let said = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    said += String(text);
    return true;
  });
  await doctorCommand(configured.config, true);
  vi.restoreAllMocks();
  const findings = JSON.parse(said) as readonly Finding[];
  expect(findings.find(({ about }) => about === 'store')).toMatchObject({ level: 'fine' });
});

test.each([
  ['without TLS', '', /no encryption/],
  ['with a certificate of an authority that nobody named', '?sslmode=verify-full', /unable to verify/],
  [
    'with a certificate of another authority',
    `?sslmode=verify-full&sslrootcert=${fixture('carrier-ca.pem')}`,
    /unable to verify/,
  ],
  [
    'with an authority whose file is missing',
    '?sslmode=verify-full&sslrootcert=/nowhere.pem',
    /nowhere\.pem/,
  ],
])('it is not used %s, and a command says why', async (_how, query, why) => {
  const { code, stderr } = await tokens(as(query));
  expect(code).toBe(1);
  expect(stderr).toMatch(why);
});

test('it is not used under an address that its certificate lacks, though it answers there', async () => {
  const { code, stderr } = await tokens(as(VERIFIED, '0.0.0.0'));
  expect(code).toBe(1);
  expect(stderr).toMatch(/does not match certificate/);
  expect(await tokens(as('?sslmode=no-verify', '0.0.0.0'))).toMatchObject({ code: 0 });
});
