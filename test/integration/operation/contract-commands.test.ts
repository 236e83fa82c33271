import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { GatewayProcess } from '../../../scripts/lib/gateway-process.ts';
import { runCommand } from '../../support/gateway/run-command.ts';

// What an administrator and their scripts rely on: commands, options, what goes to stdout, exit codes.
const ONE_TIME = /^[a-z2-9]{4}(?:-[a-z2-9]{4}){3}\n$/;

let folder: string;
const at = (name: string): string => join(folder, name);
const tocsin = (...args: readonly string[]) => runCommand(...args, '--config', at('tocsin.yaml'));
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tocsin-contract-'));
  await writeFile(
    at('tocsin.yaml'),
    `http: { listen: "127.0.0.1:0" }\nstore: { sqlite: ${JSON.stringify(at('tocsin.db'))} }\nroutes: []\n`,
  );
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('init makes the configuration, and prints the one-time password of the first admin once', async () => {
  const config = at('made/tocsin.yaml');
  const { code, stdout } = await runCommand('init', '--config', config, '--yes');
  expect(code).toBe(0);
  const passwords = [...stdout.matchAll(/[a-z2-9]{4}(?:-[a-z2-9]{4}){3}/g)].map(([password]) => password);
  expect(passwords).toHaveLength(1);
  expect(await readFile(config, 'utf8')).not.toContain(passwords[0]);
  expect((await runCommand('check', '--config', config)).code).toBe(0);
});

test('while the gateway runs, users and tokens are made whose secret is all that is printed, and a backup is made that a restore puts back only with --replace', async () => {
  const gateway = await GatewayProcess.start(at('tocsin.yaml'));
  const user = await tocsin('user', 'create', '--name', 'Anna', '--role', 'admin', '--language', 'fr');
  expect(user).toMatchObject({ code: 0, stdout: expect.stringMatching(ONE_TIME) });
  const reset = await tocsin('user', 'reset', '--name', 'Anna');
  expect(reset).toMatchObject({ code: 0, stdout: expect.stringMatching(ONE_TIME) });
  const limits = ['--expires', 'P30D', '--per-minute', '60', '--max-priority', 'high'];
  const more = ['--senders', 'A,B', '--countries', 'FR', '--user', 'Anna'];
  const token = await tocsin('token', 'create', '--name', 'web', '--role', 'sender', ...limits, ...more);
  expect(token).toMatchObject({ code: 0, stdout: expect.stringMatching(/^tocsin_[\w-]+\n$/) });
  const backup = await tocsin('backup', '--to', at('backup'));
  expect(backup).toMatchObject({ code: 0, stderr: '' });
  expect(await gateway.stop()).toBe(0);

  expect(await tocsin('backup')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('needs --to FILE'),
  });
  const refused = await tocsin('restore', '--from', at('backup'));
  expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining("isn't empty: --replace") });
  expect((await tocsin('restore', '--from', at('backup'), '--replace')).code).toBe(0);
  expect((await tocsin('user', 'list')).stdout).toContain('Anna');
  expect((await tocsin('audit', 'verify')).code).toBe(0);
});

test('doctor exits with 1 on an error, and says of each finding what, why it matters and what to do', async () => {
  await writeFile(at('wrong.yaml'), 'store: { sqlite: "" }\nroute: []\n');
  const checked = await runCommand('check', '--config', at('wrong.yaml'));
  expect(checked).toMatchObject({ code: 1, stdout: '' });
  expect(checked.stderr).toContain('store.sqlite');
  const { code, stdout } = await runCommand('doctor', '--json', '--config', at('wrong.yaml'));
  expect(code).toBe(1);
  const findings = JSON.parse(stdout) as { level: string }[];
  expect(findings.find(({ level }) => level === 'broken')).toMatchObject({
    what: expect.stringContaining('store.sqlite'),
    why: expect.any(String),
    todo: expect.any(String),
  });
});
