import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Tokens } from '../../../src/access/tokens.ts';
import { commandHere } from '../../support/gateway/command-here.ts';
import { runCommand } from '../../support/gateway/run-command.ts';
import { openSqliteStore } from '../../support/store/sqlite-store.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tocsin-user-'));
  const file = join(folder, 'tocsin.db');
  await writeFile(join(folder, 'tocsin.yaml'), `store: { sqlite: ${JSON.stringify(file)} }\nroutes: []\n`);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const config = (): string => join(folder, 'tocsin.yaml');
const tocsin = (...args: readonly string[]) => commandHere(...args, '--config', config());

test('a user is made, gets a token of their own, is listed and disabled by commands', async () => {
  const made = await tocsin(
    'user',
    'create',
    '--name',
    'Anna',
    '--role',
    'operator,approver',
    '--phone',
    '+33639980001',
  );
  expect(made).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^(?:[a-z2-9]{4}-){3}[a-z2-9]{4}\n$/),
  });
  expect(made.stderr).toContain('This is the first user');
  expect(made.stderr).toContain('one-time password');
  const reset = await tocsin('user', 'reset', '--name', 'anna');
  expect(reset.stdout).toMatch(/^[a-z2-9-]{19}\n$/);
  expect(reset.stdout).not.toBe(made.stdout);
  const second = await tocsin('user', 'create', '--name', 'anna', '--role', 'viewer');
  expect(second).toMatchObject({ code: 1, stderr: 'there is already a user of the name anna\n' });
  const tooMuch = await tocsin('token', 'create', '--name', 'laptop', '--role', 'admin', '--user', 'Anna');
  expect(tooMuch).toMatchObject({ code: 1, stdout: '' });
  const token = await tocsin('token', 'create', '--name', 'laptop', '--role', 'viewer', '--user', 'anna');
  expect(token.stdout).toMatch(/^tocsin_[\w-]{12}_[\w-]{43}\n$/);
  expect((await tocsin('user', 'list')).stdout.split('\n')[1]).toMatch(
    /^Anna {2,}operator,approver {2,}fr {2,}\+33639980001$/,
  );
  expect((await tocsin('token', 'list')).stdout.split('\n')[1]).toMatch(/ laptop {2,}viewer {2,}Anna {2,}/);
  expect(await tocsin('user', 'disable', '--name', 'Anna')).toMatchObject({ code: 0, stdout: '' });
  const store = await openSqliteStore(join(folder, 'tocsin.db'), new VirtualClock());
  try {
    expect(await new Tokens(store, new VirtualClock()).authenticate(token.stdout.trim())).toBeUndefined();
  } finally {
    await store.close();
  }
  expect(await tocsin('user', 'enable', '--name', 'Nobody')).toMatchObject({
    code: 1,
    stderr: 'there is no user of that name\n',
  });
});

test.each([
  [['user', 'create', '--role', 'viewer'], 'needs --name NAME'],
  [['user', 'create', '--name', 'Anna', '--role', 'viewer,boss'], 'one or more of'],
  [
    ['user', 'create', '--name', 'Anna', '--role', 'viewer', '--phone', '0639980001'],
    '--phone is no phone number',
  ],
  [['user', 'create', '--name', '!', '--role', 'viewer'], '--name is 1 to 64'],
])('%j is refused with what is wrong', async (args, message) => {
  const refused = await tocsin(...args);
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain(message);
});

test('a phone is read as the country of the configuration writes it', async () => {
  const [sqlite, config] = [join(folder, 'national.db'), join(folder, 'national.yaml')];
  await writeFile(config, `country: FR\nstore: { sqlite: ${JSON.stringify(sqlite)} }\nroutes: []\n`);
  const national = (...args: readonly string[]) => commandHere(...args, '--config', config);
  const made = await national(
    'user',
    'create',
    '--name',
    'Anna',
    '--role',
    'viewer',
    '--phone',
    '06 39 98 00 01',
  );
  expect(made.code).toBe(0);
  expect((await national('user', 'list')).stdout).toContain('+33639980001');
});

test('a token is made with limits, listed with them, and revoked with its queued messages by commands', async () => {
  const made = await tocsin(
    'token',
    'create',
    '--name',
    'web',
    '--role',
    'sender',
    '--per-day',
    '100',
    '--expires',
    'P1D',
  );
  expect(made.code).toBe(0);
  const wrong = await tocsin('token', 'create', '--name', 'web', '--role', 'sender', '--per-day', 'x');
  expect(wrong).toMatchObject({ code: 2, stdout: '' });
  expect(wrong.stderr).toContain('--per-day is a number of messages');
  expect((await tocsin('token', 'list')).stdout).toMatch(/ web {2,}sender .* never {2,}100\/day$/m);
  // As a process of its own, which must end by itself.
  const revoked = await runCommand('token', 'revoke', 'web', '--withdraw', '--config', config());
  expect(revoked).toMatchObject({ code: 0, stderr: '' });
  expect(revoked.stdout).toContain(`revoked: web (${made.stdout.slice(7, 19)})\n  0 messages still queued`);
  expect(await tocsin('token', 'revoke', 'web')).toMatchObject({
    code: 1,
    stderr: 'there is no token of the name or id web: see token list\n',
  });
});
