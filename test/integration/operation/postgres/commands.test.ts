import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Configured } from '../../../support/postgres/configured.ts';

let postgres: Configured;
beforeAll(async () => {
  postgres = await Configured.make();
});
afterAll(() => postgres[Symbol.asyncDispose]());

test('on PostgreSQL, users and tokens are made, listed and revoked by commands', async () => {
  const made = await postgres.run(
    'user',
    'create',
    '--name',
    'Anna',
    '--role',
    'admin',
    '--phone',
    '+33639980001',
  );
  expect(made).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^(?:[a-z2-9]{4}-){3}[a-z2-9]{4}\n$/),
  });
  const token = await postgres.run(
    'token',
    'create',
    '--name',
    'laptop',
    '--role',
    'viewer',
    '--user',
    'anna',
  );
  expect(token.stdout).toMatch(/^tocsin_[\w-]{12}_[\w-]{43}\n$/);
  expect((await postgres.run('user', 'list')).stdout).toMatch(/^Anna {2,}admin {2,}fr {2,}\+33639980001$/m);
  expect((await postgres.run('token', 'list')).stdout).toMatch(/ laptop {2,}viewer {2,}Anna {2,}/);
  expect(await postgres.run('token', 'revoke', '--name', 'laptop')).toMatchObject({ code: 0 });
  expect(await postgres.run('user', 'reset', '--name', 'Bea')).toMatchObject({
    code: 1,
    stderr: 'there is no user of that name\n',
  });
  expect(await postgres.run('user', 'reset', '--name', 'Anna')).toMatchObject({ code: 0 });
});

test('on PostgreSQL, the audit log is exported, and its chain is verified in the database and in the export', async () => {
  await postgres.run('token', 'create', '--name', 'one', '--role', 'viewer');
  const verified = await postgres.run('audit', 'verify');
  expect(verified).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^\d+ rows hold together\nhead: row/),
  });
  const file = postgres.at('audit.jsonl');
  expect(await postgres.run('audit', 'export', '--to', file)).toMatchObject({ code: 0 });
  expect(await readFile(file, 'utf8')).toContain('"token.create"');
  const [, head] = /head: row \d+ (\w+)/.exec(verified.stdout) ?? [];
  expect(await postgres.run('audit', 'verify', file, '--head', head ?? '')).toMatchObject({
    code: 0,
    stdout: verified.stdout,
  });
});

test('on PostgreSQL, the contacts are exported', async () => {
  const file = postgres.at('people.csv');
  expect(await postgres.run('export', '--to', file)).toMatchObject({ code: 0, stderr: '' });
  expect(await readFile(file, 'utf8')).toMatch(/^number,name,language/);
});

test('backup and restore of a file refuse on PostgreSQL, and say what to use instead', async () => {
  expect(await postgres.run('backup', '--to', postgres.at('backup'))).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('pg_dump'),
  });
  expect(await postgres.run('restore', '--from', postgres.config)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('run restore --in-place before the gateway starts'),
  });
});

test('commands say which database they cannot reach, and why, without the password', async () => {
  await using other = await Configured.make('nothing');
  await other.write('postgres://tocsin:hunter22@127.0.0.1:1/tocsin');
  for (const command of [['token', 'list'], ['user', 'list'], ['audit', 'verify'], ['release']]) {
    const { code, stderr } = await other.run(...command);
    expect(code, stderr).toBe(1);
    expect(stderr).toContain('postgres://127.0.0.1:1/tocsin');
    expect(stderr).toContain('ECONNREFUSED');
    expect(stderr).not.toContain('hunter22');
  }
});
