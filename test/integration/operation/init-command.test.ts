import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { GatewayProcess } from '../../../scripts/lib/gateway-process.ts';
import { unitOf } from '../../../src/commands/init/files.ts';
import { initCommand } from '../../../src/commands/init/init.ts';
import { runCommand } from '../../support/gateway/run-command.ts';
import { ApiClient } from '../../support/http/api-client.ts';
import { startCarrier } from '../../support/smpp/carrier.ts';

let folder: string;
const at = (name: string): string => join(folder, name);
const modeOf = async (name: string): Promise<string> => ((await stat(at(name))).mode & 0o777).toString(8);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tocsin-init-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('init makes what serve starts with: a configuration, a store with an admin, a token and a password, a unit', async () => {
  const smsc = await startCarrier({ systemId: 'tocsin', password: 'secret' });
  await writeFile(at('secret'), 'secret\n', { mode: 0o600 });
  const config = at('gateway/tocsin.yaml');
  const made = await runCommand(
    ...['init', '--yes', '--config', config, '--listen', '127.0.0.1:0', '--country', 'FR'],
    ...['--sender', 'PREFECTURE', '--time-zone', 'Europe/Paris', '--name', 'Anna'],
    ...['--carrier', `127.0.0.1:${smsc.port}`, '--system-id', 'tocsin', '--password-file', at('secret')],
  );
  expect(made).toMatchObject({ code: 0, stderr: '' });
  expect(made.stdout).toContain('The first administrator is Anna');
  const [token = ''] = /tocsin_[\w-]{12}_[\w-]{43}/.exec(made.stdout) ?? [];
  expect(made.stdout.split('\nNext:\n')[1]?.split('\n').slice(0, 3)).toEqual([
    expect.stringContaining(`check --config ${config}`),
    expect.stringContaining('systemctl enable --now tocsin'),
    expect.stringContaining('/v1/routes'),
  ]);
  expect(await readFile(config, 'utf8')).not.toContain('secret"');
  expect(await modeOf('gateway')).toBe('700');
  expect(await modeOf('gateway/data')).toBe('700');
  for (const file of ['tocsin.yaml', 'carrier-a.password', 'data/tocsin.db'])
    expect(await modeOf(`gateway/${file}`), file).toBe('600');

  const gateway = await GatewayProcess.start(config);
  onTestFinished(async () => void (await gateway.stop('SIGKILL')));
  const api = new ApiClient(gateway.url, token);
  const { id } = await api.send({ to: '06 39 98 00 01', text: 'Premier essai' });
  expect(await api.untilState(id, 'delivered')).toMatchObject({ from: 'PREFECTURE', route: 'carrier-a' });
  const [, password = ''] = /password for the first sign-in +(\S+)/.exec(made.stdout) ?? [];
  const signedIn = await fetch(`${gateway.url}/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'Anna', password }),
  });
  expect(signedIn.status).toBe(200);
  expect(await signedIn.json()).toMatchObject({ user: { name: 'Anna' }, mustChangePassword: true });
  expect(await api.get('/v1/users')).toMatchObject({ items: [{ name: 'Anna', roles: ['admin'] }] });
});

describe('init', () => {
  const yes = (own: object = {}) => ({ yes: true, config: at('tocsin.yaml'), ...own });
  const wrong: string[] = [];
  const complain = (message: string): number => {
    wrong.push(message);
    return 2;
  };

  test.each(['tocsin.yaml', 'tocsin.service', 'data/tocsin.db'])(
    'overwrites nothing: if %s is there, it makes no other file',
    async (name) => {
      await rm(folder, { recursive: true });
      await mkdir(at('data'), { recursive: true });
      await writeFile(at(name), 'mine');
      await expect(initCommand(yes(), complain)).rejects.toThrow('is there already: init overwrites nothing');
      expect(await readFile(at(name), 'utf8')).toBe('mine');
      const all = await readdir(folder, { recursive: true });
      expect(all.filter((one) => one !== 'data')).toEqual([name]);
    },
  );

  test('removes what it has made if a later step fails', async () => {
    await expect(initCommand(yes({ country: 'France' }), complain)).rejects.toThrow('country');
    expect(await readdir(at('data'))).toEqual([]);
    expect((await readdir(folder)).sort()).toEqual(['data']);
  });

  test.each([
    [{ carrier: 'smpp.example.org' }, '--carrier is HOST:PORT'],
    [{ carrier: 'smpp.example.org:2775' }, '--carrier needs --system-id'],
    [{ name: '!' }, '--name is 1 to 64'],
    [{ yes: false }, 'there is no terminal to ask on'],
  ])('says what is wrong with %j', async (own, words) => {
    expect(await initCommand(yes(own), complain)).toBe(2);
    expect(wrong.at(-1)).toContain(words);
  });
});

test('the unit of init keeps the hardening of the packaged one, with the paths and the user of this installation', async () => {
  const packaged = await readFile(new URL('../../../packaging/tocsin.service', import.meta.url), 'utf8');
  const place = { node: '/opt/n/node', main: '/opt/t/main.ts', config: '/etc/t/50%.yaml', data: '/var/t' };
  const unit = unitOf(packaged, { ...place, user: userInfo().username });
  expect(unit).toContain('ExecStart="/opt/n/node" "/opt/t/main.ts" serve --config "/etc/t/50%%.yaml"\n');
  expect(unit).toContain(`\nUser=${userInfo().username}\n`);
  expect(unit).toContain('\nReadWritePaths="/var/t"\n');
  for (const setting of ['ProtectSystem=strict', 'NoNewPrivileges=yes', 'ProtectHome=yes', 'UMask=0077'])
    expect(unit).toContain(`\n${setting}\n`);
  expect(unit).not.toMatch(/\/opt\/tocsin|\/var\/lib\/tocsin|StateDirectory/);
  expect(unitOf(packaged, { ...place, user: 'x', data: '/home/x/data' })).toContain('ProtectHome=read-only');
});
