import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import bundled from '@sparticuz/chromium';
import { type Browser, type CDPSession, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Passwords } from '../../../src/access/sign-in/passwords.ts';
import { Resets } from '../../../src/access/sign-in/resets.ts';
import { COMMAND_LINE } from '../../../src/access/tokens.ts';
import { Users } from '../../../src/access/users.ts';
import { type App, startApp } from '../../../src/app.ts';
import { configSchema } from '../../../src/config/schema.ts';
import { systemClock } from '../../../src/kernel/system-clock.ts';
import { freePort } from '../../support/gateway/free-port.ts';
import { around } from '../../support/gateway/gateway.ts';
import { openSqliteStore } from '../../support/store/sqlite-store.ts';

const PASSWORD = 'une phrase assez longue';
/** What the console will do, in the page: requests with the cookie, and the two calls of the browser. */
const HELPERS = `
  let csrf = '';
  const call = async (method, path, body) => {
    const headers = { 'x-csrf-token': csrf, ...(body && { 'content-type': 'application/json' }) };
    const response = await fetch(path, { method, headers, body: body && JSON.stringify(body) });
    const text = await response.text();
    const json = text === '' ? {} : JSON.parse(text);
    if (json.csrf) csrf = json.csrf;
    return { status: response.status, type: json.type, json };
  };
  const get = async (path) => {
    const { json } = await call('POST', path);
    const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(json.publicKey);
    return (await navigator.credentials.get({ publicKey })).toJSON();
  };
  globalThis.tocsin = {
    call,
    register: async (name) => {
      const { json } = await call('POST', '/v1/session/passkeys/options');
      const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(json.publicKey);
      const made = await navigator.credentials.create({ publicKey });
      return call('POST', '/v1/session/passkeys', { name, passkey: made.toJSON() });
    },
    signIn: async () =>
      call('POST', '/v1/session/passkey', { passkey: await get('/v1/session/passkey/options') }),
    second: async (name, password) =>
      call('POST', '/v1/session', { name, password, passkey: await get('/v1/session/passkey/options') }),
    confirm: async () =>
      call('POST', '/v1/session/passkey/confirm', { passkey: await get('/v1/session/passkey/confirm/options') }),
  };
`;

let browser: Browser | undefined;
let why = '';
let folder: string;
let app: App;
let oneTime = '';
let address = '';
/** How far the gateway's clock is ahead of the machine's, ms. */
let ahead = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tocsin-passkeys-'));
  const port = await freePort();
  // Without http.origin: a gateway on this machine is found at localhost, where WebAuthn needs no TLS.
  address = `http://localhost:${port}`;
  const store = { sqlite: join(folder, 'tocsin.db') };
  const config = configSchema.parse({ http: { listen: `127.0.0.1:${port}` }, store, routes: [] });
  oneTime = await madeUser(store.sqlite);
  const clock = { ...systemClock, now: () => systemClock.now() + ahead };
  const silent = { debug() {}, info() {}, warn() {}, error() {} };
  app = await startApp(config, clock, silent, around);
  try {
    const executablePath = await bundled.executablePath();
    // With one process for all, the browser ends with its first page.
    const args = bundled.args.filter((arg) => arg !== '--single-process');
    browser = await chromium.launch({ executablePath, args });
  } catch (error) {
    why = `no Chromium runs here: ${error instanceof Error ? error.message.split('\n', 1)[0] : error}`;
  }
});
afterAll(async () => {
  await browser?.close();
  await app.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Makes Anna as the command `user create` does. @returns her one-time password */
const madeUser = async (sqlite: string): Promise<string> => {
  const store = await openSqliteStore(sqlite, systemClock);
  try {
    const anna = { roles: ['viewer'], language: 'fr', phone: undefined } as const;
    await new Users(store, systemClock, () => {}).create('Anna', anna, COMMAND_LINE);
    const passwords = new Passwords({ n: 2, r: 1, p: 1 });
    const resets = new Resets({ repository: store, passwords, clock: systemClock, news: undefined });
    const reset = await resets.reset('Anna', COMMAND_LINE);
    if (reset.kind !== 'done') throw new Error(reset.kind);
    return reset.password;
  } finally {
    await store.close();
  }
};

interface Answer {
  readonly status: number;
  readonly type?: string;
  readonly json: Readonly<Record<string, unknown>>;
}

/** A page of the gateway itself, before which somebody sits with an authenticator that asks for a finger. */
const opened = async (on: Browser) => {
  const page = await (await on.newContext()).newPage();
  await page.addInitScript(HELPERS);
  // The page's own scripts would describe the whole API, which takes a browser seconds.
  await page.route('**/docs/static/**', (route) => route.abort());
  await page.goto(`${address}/docs`, { waitUntil: 'domcontentloaded' });
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return { page, cdp, authenticatorId };
};

const ask = (page: Page, what: string): Promise<Answer> => page.evaluate(`tocsin.${what}`);

/** Makes a copy of the passkey whose count is behind, in the place of the passkey. */
const cloned = async (cdp: CDPSession, authenticatorId: string): Promise<void> => {
  const { credentials } = await cdp.send('WebAuthn.getCredentials', { authenticatorId });
  for (const credential of credentials) {
    const { credentialId } = credential;
    await cdp.send('WebAuthn.removeCredential', { authenticatorId, credentialId });
    await cdp.send('WebAuthn.addCredential', {
      authenticatorId,
      credential: { ...credential, signCount: 0 },
    });
  }
};

test('in a browser: register a passkey, sign in by it without a password, confirm by it, and a removed one is refused', async (context) => {
  if (browser === undefined) return context.skip(why);
  const { page, cdp, authenticatorId } = await opened(browser);
  const { status } = await ask(page, `call('POST', '/v1/session', { name: 'Anna', password: '${oneTime}' })`);
  expect(status).toBe(200);
  const change = JSON.stringify({ current: oneTime, new: PASSWORD });
  expect(await ask(page, `call('POST', '/v1/session/password', ${change})`)).toMatchObject({ status: 204 });
  expect(await ask(page, "register('Office')")).toMatchObject({ status: 201, json: { name: 'Office' } });
  // The same authenticator keeps one passkey for this user: the browser itself refuses a second one.
  await expect(ask(page, "register('Again')")).rejects.toThrow('InvalidStateError');

  expect(await ask(page, "call('DELETE', '/v1/session')")).toMatchObject({ status: 204 });
  expect(await ask(page, "call('GET', '/v1/session')")).toMatchObject({ status: 401 });
  const signedIn = await ask(page, 'signIn()');
  expect(signedIn).toMatchObject({ status: 200, json: { user: { name: 'Anna' }, confirmed: true } });

  ahead += 6 * 60_000;
  const late = await ask(page, "call('DELETE', '/v1/session/passkeys/1')");
  expect(late.type).toBe('urn:tocsin:problem:confirmation-required');
  expect(await ask(page, 'confirm()')).toMatchObject({ status: 204 });
  expect(await ask(page, `second('Anna', '${PASSWORD}')`)).toMatchObject({ status: 200 });

  await cloned(cdp, authenticatorId);
  expect(await ask(page, 'signIn()')).toMatchObject({ status: 401 });
  const { json } = await ask(page, "call('GET', '/v1/session/passkeys')");
  expect(json).toMatchObject({ items: [{ name: 'Office', copyRefusedAt: expect.any(String) }] });

  expect(await ask(page, "call('DELETE', '/v1/session/passkeys/1')")).toMatchObject({ status: 204 });
  expect(await ask(page, 'signIn()')).toMatchObject({ status: 401 });
  await page.close();
});
