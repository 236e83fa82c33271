import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { doctorCommand } from '../../../src/commands/doctor/doctor.ts';
import type { Finding } from '../../../src/commands/doctor/finding.ts';
import { systemClock } from '../../../src/kernel/system-clock.ts';
import { lockStore } from '../../../src/store/sqlite/lock.ts';
import { freePort } from '../../support/gateway/free-port.ts';
import { startCarrier } from '../../support/smpp/carrier.ts';
import { openSqliteStore } from '../../support/store/sqlite-store.ts';

let folder: string;
let store: string;
let listen: string;
const at = (name: string): string => join(folder, name);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tocsin-doctor-'));
  store = at('tocsin.db');
  listen = `127.0.0.1:${await freePort()}`;
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true, force: true });
});

const configure = async (routes = '[]'): Promise<void> => {
  const text = `http: { listen: "${listen}" }\nstore: { sqlite: ${JSON.stringify(store)} }\nroutes: ${routes}\n`;
  await writeFile(at('tocsin.yaml'), text, { mode: 0o600 });
};

/** Listens on a free port until the test ends. */
const listening = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
};

const doctor = async () => {
  let said = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    said += String(text);
    return true;
  });
  const code = await doctorCommand(at('tocsin.yaml'), true);
  vi.restoreAllMocks();
  const findings = JSON.parse(said) as readonly Finding[];
  return { code, findings, of: (about: string) => findings.filter((one) => one.about === about) };
};

test('doctor finds a store, its port and a carrier that answers fine, and changes nothing', async () => {
  const smsc = await startCarrier();
  await configure(`[{ id: a, type: smpp, host: 127.0.0.1, port: ${smsc.port}, systemId: x }]`);
  await (await openSqliteStore(store, systemClock)).close();
  const before = await readFile(store);
  const { code, findings, of } = await doctor();
  for (const about of ['store', 'schema', 'permissions', 'port', 'carrier a', 'versions'])
    expect(of(about), about).toEqual([expect.objectContaining({ level: 'fine' })]);
  expect(findings.filter(({ level }) => level === 'broken')).toEqual([]);
  // What check warns of is in it, and there was no backup yet.
  expect(of('configuration')).toEqual([
    expect.objectContaining({ level: 'warning', what: expect.stringContaining('no modem is configured') }),
    expect.objectContaining({ level: 'warning', what: expect.stringContaining('nobody is told by SMS') }),
  ]);
  expect(code).toBe(0);
  expect((await readFile(store)).equals(before)).toBe(true);
  expect(smsc.bound).toBe(0);
});

test('doctor finds the port of another program broken, and that of the running gateway fine', async () => {
  listen = `127.0.0.1:${await listening()}`;
  await configure();
  await (await openSqliteStore(store, systemClock)).close();
  expect((await doctor()).of('port')).toMatchObject([
    { level: 'broken', what: `another program listens on ${listen}` },
  ]);
  using _gateway = lockStore(store);
  expect((await doctor()).of('port')).toMatchObject([{ level: 'fine' }]);
});

test('doctor finds a gateway broken that runs and answers nobody', async () => {
  await configure();
  await (await openSqliteStore(store, systemClock)).close();
  using _gateway = lockStore(store);
  const { code, of } = await doctor();
  expect(of('port')).toMatchObject([{ level: 'broken', what: expect.stringContaining('nothing answers') }]);
  expect(code).toBe(1);
});

test('doctor warns of a carrier that can not be reached, and of a store that others can read', async () => {
  await configure(`[{ id: a, type: smpp, host: 127.0.0.1, port: ${await freePort()}, systemId: x }]`);
  await (await openSqliteStore(store, systemClock)).close();
  await chmod(folder, 0o755);
  await chmod(store, 0o644);
  await chmod(at('tocsin.yaml'), 0o644);
  const { of } = await doctor();
  expect(of('carrier a')).toMatchObject([
    { level: 'warning', what: expect.stringContaining('ECONNREFUSED') },
  ]);
  expect(of('permissions').map(({ todo }) => todo)).toEqual([
    `chmod 600 ${store}`,
    `chmod 700 ${folder}`,
    `chmod 640 ${at('tocsin.yaml')}`,
  ]);
});

test('doctor finds a damaged store broken, and says what to do', async () => {
  await configure();
  await (await openSqliteStore(store, systemClock)).close();
  const octets = await readFile(store);
  octets.fill(0x55, 8192, 60_000);
  await writeFile(store, octets);
  const { code, of } = await doctor();
  expect(of('store')).toMatchObject([
    { level: 'broken', todo: expect.stringContaining('restore the last backup') },
  ]);
  expect(code).toBe(1);
});

test('doctor finds a modem broken that is not there, and says it once', async () => {
  await configure('[{ id: m, type: modem, device: /dev/nothing-here }]');
  const { findings } = await doctor();
  const about = findings.filter(({ what }) => what.includes('/dev/nothing-here'));
  expect(about).toMatchObject([{ about: 'modem m', level: 'broken' }]);
});

test('doctor finds an invalid configuration broken, with every error in it', async () => {
  await writeFile(at('tocsin.yaml'), 'routes: 5\nhttp: { listen: nowhere }\n');
  const { code, of } = await doctor();
  expect(of('configuration')).toMatchObject([{ level: 'broken', what: expect.stringContaining('routes') }]);
  expect(of('configuration')[0]?.what).toContain('http.listen');
  expect(code).toBe(1);
});
